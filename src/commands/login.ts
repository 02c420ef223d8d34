import { loginCommandFor } from '../cli/login.ts'
import { acceptInvitation } from '../services/sessions/accept-invitation.ts'
import { createSession } from '../services/sessions/create.ts'

const { email, password, code, newPassword } = createSession.input
const { invitation } = acceptInvitation.input

export default loginCommandFor(createSession, { email, password, code, newPassword, invitation }, [
  'steward login',
  'steward login --email owner@acme.test --password-stdin < password.txt',
  'steward login --provider north',
  'steward login --invitation CODE',
  'steward login --forgot --email owner@acme.test',
])
