import { writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { expect, it } from 'vitest'
import { pdf } from '../support/documents.ts'
import { onEveryEngine } from '../support/house.ts'
import { steward, stewards } from '../support/program.ts'
import { isFull, json, newOrganization } from './support.ts'

const people = isFull ? 60 : 8
const reviewers = isFull ? 32 : 12

onEveryEngine('many reviewers', engine => {
  it('of one queue never get the same person; who comes too late is told that nobody waits', async () => {
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

  it('that remind all at once of a document that ends queue one reminder', async () => {
    const site = await newOrganization(engine)
    const file = join(site.home, 'passport.pdf')
    writeFileSync(file, pdf())
    const soon = new Date(Date.now() + 5 * 86_400_000).toISOString().slice(0, 10)
    const documents = ['consumers', 'documents']
    const add = [...documents, 'add', 'ada@example.org', file, '--kind', 'passport']
    await json(['consumers', 'create', '--name', 'Ada', '--email', 'ada@example.org'], site)
    const { id } = await json([...add, '--expires-on', soon], site)
    await json([...documents, 'accept', id], site)
    const ended = await stewards(6, () => [...documents, 'remind', '--json'], site)
    const queued = ended.map(({ stdout }) => JSON.parse(stdout).queued)
    expect(queued.sort()).toEqual([0, 0, 0, 0, 0, 1])
  }, 60_000)
})
