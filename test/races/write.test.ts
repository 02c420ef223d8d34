import { expect, it } from 'vitest'
import { onEveryEngine } from '../support/house.ts'
import { stewards } from '../support/program.ts'
import { isFull, json, newOrganization } from './support.ts'

const rounds = isFull ? 10 : 1

onEveryEngine('writing one database', engine => {
  it('32 processes at once: all succeed, all is there, the log is whole', async () => {
    const site = await newOrganization(engine)
    for (let round = 0; round < rounds; round++) {
      const create = (number: number) =>
        `consumers create --name P${number} --email p${round}-${number}@example.org --json`.split(
          ' ',
        )
      const ended = await stewards(32, create, site)
      expect(ended.filter(({ exit }) => exit !== 0)).toEqual([])
    }
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
