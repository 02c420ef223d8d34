import { logoutCommandFor } from '../cli/logout.ts'
import { endSession } from '../services/sessions/end.ts'

export default logoutCommandFor(endSession, ['steward logout', 'steward logout --json'])
