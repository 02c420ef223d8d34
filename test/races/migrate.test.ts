import { expect, it } from 'vitest'
import { lasting, stopped } from '../faults/support.ts'
import { onEveryEngine } from '../support/house.ts'
import { stewards } from '../support/program.ts'
import { isFull, json, newSite } from './support.ts'

onEveryEngine('migrating one new database', engine => {
  const rounds = Array.from({ length: isFull ? 5 : 1 }, (_, round) => round + 1)

  it.each(rounds)(
    '16 processes at once: one applies, the others wait, none fails (%i)',
    async () => {
      const site = await newSite(engine)
      const ended = await stewards(16, () => ['db', 'migrate', '--json'], { env: site.env })
      expect(ended.filter(({ exit, stderr }) => exit !== 0 || stderr !== '')).toEqual([])
      const applied = ended.map(({ stdout }) => JSON.parse(stdout).applied.length)
      expect(applied.filter(count => count > 0)).toHaveLength(1)
      expect(await json(['db', 'status'], site)).toMatchObject({ state: 'current', pending: [] })
    },
    120_000,
  )

  const others = isFull ? 15 : 4

  it(`the first is killed among ${others} others: another does it, and none fails`, async () => {
    const usual = await lasting(async () => json(['db', 'migrate'], await newSite(engine)))
    for (const part of isFull ? [0.5, 0.7, 0.9] : [0.8]) {
      const site = await newSite(engine)
      const words = ['db', 'migrate', '--json']
      const killed = stopped(words, site, usual * part)
      const ended = await stewards(others, () => words, site)
      await killed
      expect(ended.filter(({ exit, stderr }) => exit !== 0 || stderr !== '')).toEqual([])
      expect(await json(['db', 'status'], site)).toMatchObject({ state: 'current', pending: [] })
    }
  }, 120_000)
})
