/**
 * The contract for scripts: the lines of the README, run by bash exactly as they stand there, on every
 * engine. What they promise to print is checked here.
 */
import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { databases, runContract, type Step, stepOf } from '../support/contract.ts'

const people = [
  'name,email,company,country,externalId,phone,status,tags',
  'Ada Okafor,ada@example.org,Okafor Ltd,KE,e-1,+254712345678,,vip;pilot',
  '"Zoë ""Z"" Müller",zoe@example.org,,DE,e-2,,pending,',
].join('\n')

const filledIn = (line: string): string =>
  line
    .replace('stw_live_…', `$(sed -n 's/.*"apiKey": "\\(.*\\)".*/\\1/p' "$NOTES"/1.out)`)
    .replace('con_…', '$(steward consumers list --search ada -o ids)')

describe.each(databases())('the contract for scripts (%s)', (_, database) => {
  let ran: Step[]
  const step = (part: string): Step => stepOf(ran, part)

  beforeAll(async () => {
    ran = await runContract('contract', {
      env: await database(),
      prologue: "PASSWORD='correct horse battery staple'",
      filledIn,
      prepare: folder => writeFileSync(join(folder, 'people.csv'), people),
    })
  }, 120_000)

  it('every line succeeds', () => {
    const failed = ran.filter(({ code }) => code !== 0)
    expect(failed.map(({ line, code, stderr }) => ({ line, code, stderr }))).toEqual([])
  })

  it('init answers the organisation, its owner and a key', () => {
    expect(step('steward init').json()).toEqual({
      created: true,
      organization: expect.objectContaining({ id: expect.stringMatching(/^org_/), name: 'Acme' }),
      owner: expect.objectContaining({
        id: expect.stringMatching(/^sup_/),
        email: 'owner@acme.test',
      }),
      apiKey: expect.stringMatching(/^stw_live_[0-9A-Za-z]{38}$/),
      recoveryCodes: Array(10).fill(expect.any(String)),
    })
  })

  it('import counts what it did', () => {
    expect(step('consumers import').json()).toMatchObject({
      created: 2,
      updated: 0,
      skipped: 0,
      failed: [],
    })
  })

  it('a list has its envelope', () => {
    const list = step('consumers list').json()
    expect(list).toMatchObject({ hasMore: false, nextCursor: null, total: 1 })
    expect(list.data[0]).toMatchObject({
      name: 'Ada Okafor',
      country: 'KE',
      tags: ['vip', 'pilot'],
    })
  })

  it('suspend answers the consumer', () => {
    expect(step('consumers suspend').json()).toMatchObject({
      id: expect.stringMatching(/^con_/),
      status: 'suspended',
      statusReason: 'chargeback',
    })
  })

  it('--fields picks', () => {
    expect(step('consumers show').json()).toEqual({
      id: expect.stringMatching(/^con_/),
      status: 'suspended',
      statusReason: 'chargeback',
    })
  })

  it('create shows the password once', () => {
    expect(step('consumers create').json()).toMatchObject({
      status: 'pending',
      password: expect.stringMatching(/.{12}/),
    })
  })

  it('a dry run shows the change and the messages', () => {
    const told = step('approve bob@example.org --dry-run').json()
    expect(told).toMatchObject({
      dryRun: true,
      changes: [{ before: { status: 'pending' }, after: { status: 'active' } }],
      messages: [{ channel: 'email', recipient: 'bob@example.org', template: 'consumer.approved' }],
      result: { status: 'active' },
    })
  })

  it('delete answers the deleted', () => {
    expect(step('consumers delete').json()).toMatchObject({ status: 'deleted' })
  })

  it('events tell what happened, the newest first', () => {
    const { data } = step('events list').json()
    expect(data[0]).toMatchObject({
      sequence: expect.any(Number),
      type: 'consumers.suspend',
      status: 'succeeded',
      actor: { email: 'owner@acme.test' },
      subject: { email: 'ada@example.org' },
      at: expect.stringMatching(/Z$/),
    })
  })

  it('the log verifies against its checkpoint', () => {
    expect(step('events verify').json()).toMatchObject({
      ok: true,
      size: expect.any(Number),
      root: expect.any(String),
    })
  })

  it('the database checks out', () => {
    expect(step('db check').json()).toMatchObject({ ok: true })
  })
})
