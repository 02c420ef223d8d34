/**
 * The contract for who may do what: the lines of the README, run by bash exactly as they stand there,
 * on every engine.
 */
import { beforeAll, describe, expect, it } from 'vitest'
import { databases, runContract, type Step, stepOf } from '../support/contract.ts'

const prologue = `
export STEWARD_HOME="$NOTES"/home
steward init --name Acme --email owner@acme.test --password-stdin --api-key ci --json \
  <<< 'correct horse battery staple' > init.json
export STEWARD_API_KEY=$(grep -o 'stw_live_[A-Za-z0-9]*' init.json)
nightly() { grep -o 'stw_live_[A-Za-z0-9]\\{38\\}' "$NOTES"/5.out; }`

describe.each(databases())('the contract for a team (%s)', (_, database) => {
  let ran: Step[]
  const step = (part: string): Step => stepOf(ran, part)

  beforeAll(async () => {
    ran = await runContract('contract team', {
      env: await database(),
      prologue,
      // With a narrower key, as the line says beside it.
      filledIn: line => line.replace(/^.*--name up /, 'STEWARD_API_KEY="$(nightly)" $&'),
    })
  }, 120_000)

  it('every line succeeds, but for the key that would be more than its maker', () => {
    const told = ran.map(({ line, code, stderr }) => ({ line, code, stderr }))
    const failed = told.filter(({ code }) => code !== 0)
    expect(failed).toMatchObject([{ line: expect.stringContaining('--name up'), code: 4 }])
    const { error } = JSON.parse(step('--name up').stdout || failed[0]!.stderr)
    expect(error).toMatchObject({ code: 'not_allowed' })
  })

  it('references work wherever ids do', () => {
    const north = step('providers create').json()
    expect(north).toMatchObject({ id: expect.stringMatching(/^prv_/), reference: 'north' })
    const client = step('--reference c1 ').json()
    expect(client).toMatchObject({ id: expect.stringMatching(/^acc_/), reference: 'c1' })
    expect(JSON.stringify(step('--parent c1').json())).toContain(client.id)
    expect(step('--name Ada').json()).toMatchObject({
      account: { id: client.id, reference: 'c1', name: 'Client' },
      provider: north.id,
    })
  })

  it('a password and a key are shown once, and a person may what is asked', () => {
    expect(step('team create').json()).toMatchObject({ password: expect.any(String) })
    expect(step('--name nightly').json()).toMatchObject({
      id: expect.stringMatching(/^key_/),
      apiKey: expect.stringMatching(/^stw_live_/),
    })
    expect(step('can-i').json()).toMatchObject({ allowed: true })
  })

  it('who is stopped by their provider is told as disabled by it', () => {
    const list = step('providers disable')
      .stdout.split(/\n(?=\{)/)
      .at(-1)!
    expect(JSON.parse(list).data).toContainEqual(
      expect.objectContaining({
        email: 'ada@example.org',
        effectiveStatus: 'disabled',
        stoppedBy: expect.objectContaining({ topic: 'providers', name: 'North' }),
      }),
    )
  })
})
