/** Every table as built for Postgres, for drizzle-kit. */
import { columns } from '../../store/postgres/columns.ts'
import { tables } from './tables.ts'

const build = <K extends keyof typeof tables>(name: K) => tables[name].build(columns)

export const organizations = build('organizations')
export const providers = build('providers')
export const supervisors = build('supervisors')
export const apiKeys = build('apiKeys')
export const sessions = build('sessions')
export const factors = build('factors')
export const recoveryCodes = build('recoveryCodes')
export const sentCodes = build('sentCodes')
export const settings = build('settings')
export const consumers = build('consumers')
export const consumerNotes = build('consumerNotes')
export const passwordResets = build('passwordResets')
export const documents = build('documents')
export const reviewClaims = build('reviewClaims')
export const guesses = build('guesses')
export const events = build('events')
export const eventSubjects = build('eventSubjects')
export const logs = build('logs')
export const idempotency = build('idempotency')
export const outbox = build('outbox')
export const runs = build('runs')
export const runTargets = build('runTargets')
