import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { onEveryEngine } from '../support/house.ts'
import { steward, stewards } from '../support/program.ts'
import { isFull, newOrganization } from './support.ts'

const people = isFull ? 60 : 8
const reviewers = isFull ? 32 : 12

onEveryEngine('many reviewers of one queue', engine => {
  it('never get the same person; who comes too late is told that nobody waits', async () => {
    const site = await newOrganization(engine)
    const rows = Array.from({ length: people }, (_, at) => `P${at},p${at}@example.org,pending`)
    const file = join(site.home, 'people.csv')
    writeFileSync(file, ['name,email,status', ...rows].join('\n'))
    expect(await steward(['consumers', 'import', file], { env: site.env })).toMatchObject({
      exit: 0,
    })
    const next = () => ['consumers', 'review', 'next', '--json']
    const ended = await stewards(reviewers, next, site)
    const given = ended.flatMap(({ stdout }) => JSON.parse(stdout).review?.id ?? [])
    expect(new Set(given).size).toBe(given.length)
    expect(given).toHaveLength(Math.min(people, reviewers))
    const exits = ended.map(({ exit }) => exit)
    expect(exits.filter(exit => exit === 3)).toHaveLength(Math.max(0, reviewers - people))
    expect(exits.filter(exit => exit === 0)).toHaveLength(given.length)
  }, 120_000)
})
