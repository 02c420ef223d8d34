import { loginCommandFor } from '../cli/login.ts'
import { createSession } from '../services/sessions/create.ts'

const { email, password, code } = createSession.input

export default loginCommandFor(createSession, { email, password, code }, [
  'steward login',
  'steward login --email owner@acme.test --password-stdin < password.txt',
  'steward login --forgot --email owner@acme.test',
])
