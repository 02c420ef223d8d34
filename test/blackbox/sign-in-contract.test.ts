/**
 * The contract for scripts that sign in as a person: the lines of the README, run by bash exactly as
 * they stand there, on every engine.
 */
import { pathToFileURL } from 'node:url'
import { beforeAll, describe, expect, it } from 'vitest'
import { databases, runContract, type Step, stepOf } from '../support/contract.ts'

/** What an authenticator app shows for the secret on standard input. */
const app = `
import { text } from 'node:stream/consumers'
const { generateSync } = await import('${pathToFileURL('node_modules/otplib/dist/functional.js')}')
const { secret } = JSON.parse(await text(process.stdin))
process.stdout.write(generateSync({ secret, epoch: Math.floor(Date.now() / 1000) }))
`

/** The app is looked at once: the same code is given twice. */
const prologue = `
export STEWARD_HOME="$NOTES"/home
PASSWORD='correct horse battery staple'
printf '%s' "$PASSWORD" | steward init --name Acme --email owner@acme.test --password-stdin
app() {
  [ -s "$NOTES"/code ] || "$NODE" --input-type=module -e "$APP" < "$NOTES"/3.out > "$NOTES"/code
  cat "$NOTES"/code
}`

const filledIn = (line: string): string =>
  line.replace('123456', '$(app)').replace('ses_…', '$(steward me sessions list -o ids)')

describe.each(databases())('the contract for signing in (%s)', (_, database) => {
  let ran: Step[]
  const step = (part: string): Step => stepOf(ran, part)

  beforeAll(async () => {
    const env = { ...(await database()), NODE: process.execPath, APP: app }
    ran = await runContract('contract sign-in', { env, prologue, filledIn })
  }, 120_000)

  it('every line succeeds but the second use of a code, which is exit 4', () => {
    const told = ran.map(({ line, code, stderr }) => ({ line, code, stderr }))
    const again = (line: string) => line.includes('the same code again')
    expect(told.filter(({ line, code }) => code !== (again(line) ? 4 : 0))).toEqual([])
  })

  it('whoami says who, where, by which session, and where each value came from', () => {
    expect(step('steward whoami').json()).toMatchObject({
      supervisor: { email: 'owner@acme.test' },
      environment: { database: expect.any(String) },
      session: { id: expect.stringMatching(/^ses_/), current: true },
      origin: { database: expect.any(String), credential: 'steward login' },
    })
  })

  it('an app is enrolled by its secret or its uri, and confirmed for recovery codes', () => {
    expect(step('two-factor enrol').json()).toEqual({
      secret: expect.stringMatching(/^[A-Z2-7]{32}$/),
      uri: expect.stringMatching(/^otpauth:\/\/totp\/.*secret=[A-Z2-7]{32}/),
    })
    expect(step('two-factor confirm').json()).toEqual({
      recoveryCodes: Array(10).fill(expect.stringMatching(/^[a-z2-9]{5}-[a-z2-9]{5}$/)),
    })
  })

  it('the code used again is refused on stderr, and no session is made by it', () => {
    expect(step('the same code again').stderr).toContain('was used already')
    expect(step('sessions list').json().data).toHaveLength(1)
  })

  it('a revoked session is answered as it ended', () => {
    expect(step('sessions revoke').json()).toMatchObject({ endedAt: expect.any(String) })
  })
})
