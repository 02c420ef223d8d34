/** Moving house by the built program: what it answers, and what it never repeats. */
import { expect, it } from 'vitest'
import { json, newOrganization, newSite } from '../races/support.ts'
import { onEveryEngine } from '../support/house.ts'
import { steward } from '../support/program.ts'

onEveryEngine('steward db copy --to', engine => {
  it('answers tables and root, and the copy answers the same', async () => {
    const [site, empty] = [await newOrganization('sqlite'), await newSite(engine)]
    const to = engine === 'sqlite' ? `sqlite:${empty.url}` : empty.url
    const planned = await json(['db', 'copy', '--to', to, '--dry-run'], site)
    expect(planned.result).toMatchObject({ tables: { events: { rows: 1, digest: null } } })
    const ended = await steward(['db', 'copy', '--to-stdin', '--json'], { ...site, input: to })
    expect(ended).toMatchObject({ exit: 0, stderr: expect.stringContaining('STEWARD_HOME') })
    const { ok, tables, root, logSize } = JSON.parse(ended.stdout)
    expect([ok, logSize]).toEqual([true, 2])
    expect(tables.events).toEqual({ rows: 2, digest: expect.stringMatching(/^[0-9a-f]{64}$/) })
    const there = { ...site, env: { ...site.env, STEWARD_DATABASE_URL: empty.url } }
    expect((await json(['db', 'check'], there)).log).toMatchObject({ size: 2, root })
    const again = await steward(['db', 'copy', '--to', to, '--json'], site)
    expect(again).toMatchObject({ exit: 5, stdout: expect.stringContaining('"field": "to"') })
  }, 60_000)
})

it('no password of an address is repeated, whatever is wrong with it', async () => {
  const site = await newOrganization('sqlite')
  const addresses = [
    'postgres://ann:hunter2@127.0.0.1:9/acme',
    'postgres://ann:hunt/er2@x@db/acme',
    'mysql://ann:hunter2@db/acme',
    'postgres://ann@127.0.0.1:9/acme?password=hunter2',
  ]
  const copies = addresses.map(to => steward(['db', 'copy', '--to', to, '--json'], site))
  const ended = await Promise.all(copies)
  expect(ended.map(({ exit }) => exit)).toEqual([8, 2, 2, 8])
  expect(JSON.stringify(ended)).not.toContain('hunt')
  expect(JSON.stringify(await json(['events', 'list'], site))).not.toContain('hunt')
}, 60_000)
