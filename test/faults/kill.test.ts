/** Commands that are ended in the middle, wherever they are: kill -9. */
import { rmSync } from 'node:fs'
import { expect, it } from 'vitest'
import { isFull, json, newOrganization, newSite, type Site } from '../races/support.ts'
import { onEveryEngine } from '../support/house.ts'
import { steward } from '../support/program.ts'
import { lasting, momentsIn, stopped } from './support.ts'

const create = (name: string) => ['consumers', 'create', '--name', name, '--json']

/** Everybody's name, as many times as they are there. */
const namesIn = async (site: Site): Promise<string[]> => {
  const { stdout } = await steward(['consumers', 'list', '--all', '-o', 'ndjson'], site)
  const lines = stdout.split('\n').filter(line => line !== '')
  return lines.map(line => JSON.parse(line).name)
}

const addressOf = ({ url }: Site) => (url.startsWith('postgres:') ? url : `sqlite:${url}`)

/** It was told that it is done, to the last brace. */
const isAcknowledged = ({ stdout }: { stdout: string }): boolean => stdout.endsWith('}\n')

const kills = isFull ? 200 : 12

it(`${kills} writing commands killed: what was acknowledged is there, once, and no more than was asked`, async () => {
  const site = await newOrganization('sqlite')
  const usual = await lasting(() => json(create('Undisturbed'), site))
  const acknowledged = ['Undisturbed']
  for (const [at, after] of momentsIn(usual * 1.3, kills).entries()) {
    const ended = await stopped(create(`P${at}`), site, after)
    if (isAcknowledged(ended)) acknowledged.push(`P${at}`)
  }
  const names = await namesIn(site)
  expect(new Set(names).size).toBe(names.length)
  expect(acknowledged.filter(name => !names.includes(name))).toEqual([])
  const checked = await json(['db', 'check'], site)
  expect(checked).toMatchObject({ ok: true, log: { size: names.length + 1 } })
}, 300_000)

it('of a killed writer the shared memory may be lost, too', async () => {
  const site = await newOrganization('sqlite')
  const usual = await lasting(() => json(create('First'), site))
  await stopped(create('Second'), site, usual * 0.9)
  rmSync(`${site.url}-shm`, { force: true })
  await json(create('Third'), site)
  expect(await namesIn(site)).toEqual(expect.arrayContaining(['Third', 'First']))
  expect(await json(['db', 'check'], site)).toMatchObject({ ok: true })
}, 60_000)

onEveryEngine('a copy of the database that is killed', engine => {
  it('is there whole or not at all, and then can be made again', async () => {
    const [site, empty] = [await newOrganization('sqlite'), await newSite(engine)]
    const copy = ['db', 'copy', '--to', addressOf(empty), '--json']
    const there = { ...site, env: { ...site.env, STEWARD_DATABASE_URL: empty.url } }
    const usual = await lasting(() => json([...copy, '--dry-run'], site))
    const isThere = async () => (await json(['db', 'status'], there)).organization !== null
    const moments = momentsIn(usual * 1.5, isFull ? 20 : 2)
    for (const after of moments) if (!(await isThere())) await stopped(copy, site, after)
    if (!(await isThere())) await json(copy, site)
    expect(await json(['db', 'check'], there)).toMatchObject({ ok: true })
  }, 120_000)
})
