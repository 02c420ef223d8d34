import { expect, it } from 'vitest'
import { onEveryEngine } from '../support/house.ts'
import { steward, stewards } from '../support/program.ts'
import { isFull, json, newOrganization } from './support.ts'

const rounds = isFull ? 10 : 1

onEveryEngine('writing one database', engine => {
  it('32 at once, one write after the other: all succeed, all is there, the log is whole', async () => {
    const site = await newOrganization(engine)
    const writer = async (number: number) => {
      for (let round = 0; round < rounds; round++) {
        const email = `p${round}-${number}@example.org`
        const words = `consumers create --name P${number} --email ${email} --json`
        expect(await steward(words.split(' '), site)).toMatchObject({ exit: 0 })
      }
    }
    await Promise.all(Array.from({ length: 32 }, (_, number) => writer(number)))
    const checked = await json(['db', 'check'], site)
    // Before them stands the event of init alone.
    expect(checked).toMatchObject({ ok: true, log: { ok: true, size: 32 * rounds + 1 } })
    const ids = await json(['consumers', 'list', '--limit', '1', '--count'], site)
    expect(ids.total).toBe(32 * rounds)
  }, 300_000)

  it('20 processes with one idempotency key: one record, and everyone gets it', async () => {
    const site = await newOrganization(engine)
    const create = () =>
      'consumers create --name Bob --email bob@example.org --idempotency-key k1 --json'.split(' ')
    const ended = await stewards(20, create, site)
    expect(ended.filter(({ exit }) => exit !== 0)).toEqual([])
    const answers = ended.map(({ stdout }) => JSON.parse(stdout))
    expect(new Set(answers.map(({ id }) => id)).size).toBe(1)
    expect(answers.filter(({ replayed }) => !replayed)).toHaveLength(1)
    expect(answers.filter(answer => answer.password !== null)).toHaveLength(1)
    expect(await json(['db', 'check'], site)).toMatchObject({ ok: true, log: { size: 2 } })
  }, 60_000)
})
