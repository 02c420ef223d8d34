/** Help at every level: what it says, and that it fits. */
import { globSync, readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { exitsOf } from '../../src/cli/exits.ts'
import { knownIn } from '../../src/cli/help/asked.ts'
import { importFormatsTopic } from '../../src/cli/help/import-formats.ts'
import { type Part, pageText } from '../../src/cli/help/layout.ts'
import { helpPage } from '../../src/cli/help/pages.ts'
import {
  environmentTopic,
  exitCodesTopic,
  filtersTopic,
  outputTopic,
  scriptingTopic,
} from '../../src/cli/help/topics.ts'
import { variables } from '../../src/cli/variables.ts'
import { errorCodes } from '../../src/kernel/errors.ts'
import { listConsumers } from '../../src/services/consumers/list.ts'
import { suspendConsumer } from '../../src/services/consumers/suspend.ts'
import { initOrganization } from '../../src/services/organization/init.ts'

const known = knownIn(process.cwd())

const page = (parts: readonly Part[], width = 80) => {
  const look = { width, unicode: true, colours: 0, isolate: false, relativeTimes: false } as const
  return pageText(parts, look, text => text)
}

const topics = [
  exitCodesTopic,
  filtersTopic,
  environmentTopic,
  importFormatsTopic,
  outputTopic,
  scriptingTopic,
]

/** Every page that there is: the root, each topic, each command, each explanation. */
const pages = async () => {
  const ids = known.commands.map(({ id }) => id)
  const above = ids.flatMap(id => id.split(':').map((_, at, parts) => parts.slice(0, at + 1)))
  const explained = await Promise.all(topics.map(topic => topic()))
  return [helpPage(known, [])!, ...above.map(words => helpPage(known, words)!), ...explained]
}

describe('help', () => {
  it.each([60, 80, 200])('fits a screen of %i columns, command lines included', async width => {
    const long = (await pages()).flatMap(parts =>
      page(parts, width)
        .split('\n')
        .filter(line => line.length > Math.min(width, 100)),
    )
    expect(long).toEqual([])
  })

  it('of a command says what it is for, then shows examples, then the rest', () => {
    const text = page(helpPage(known, ['consumers', 'suspend'])!)
    const order = [
      'Suspend a consumer',
      'EXAMPLES',
      'USAGE',
      'ARGUMENTS',
      'FLAGS',
      'OUTPUT',
      'SAFETY',
    ]
    const places = [...order, 'EXIT CODES'].map(part => text.indexOf(part))
    expect(places).toEqual(places.toSorted((a, b) => a - b))
    expect(Math.min(...places)).toBe(0)
  })

  it('breaks an example only as a shell reads it, and never within quotes', () => {
    const line = `steward x --first one --filter 'a=b c=d' --last two`
    const text = page([{ lines: [line] }], 40)
    expect(text).toContain('\\\n')
    expect(text.replaceAll(/ \\\n +/g, ' ').trim()).toBe(line)
    expect(text).toContain(`--filter 'a=b c=d'`)
  })

  it('is the command for words behind it, and nothing for a command that is not there', () => {
    const command = page(helpPage(known, ['consumers', 'list'])!)
    expect(page(helpPage(known, ['consumers', 'list', 'extra'])!)).toBe(command)
    expect(page(helpPage(known, ['consumers:list'])!)).toBe(command)
    expect(helpPage(known, ['consumers', 'nothing'])).toBeUndefined()
  })

  it('lists no hidden command', () => {
    expect(page(helpPage(known, [])!)).not.toMatch(/^ {2}(complete|here)\b/m)
  })
})

describe('exit codes', () => {
  it('follow from the kind of the operation', () => {
    expect(exitsOf(listConsumers)).toEqual([0, 1, 2, 4, 8, 130])
    expect(exitsOf(suspendConsumer)).toEqual([0, 1, 2, 3, 4, 5, 8, 9, 10, 130])
    expect(exitsOf(initOrganization)).not.toContain(4)
  })

  it('are explained one and all', async () => {
    const text = page(await exitCodesTopic())
    for (const { exit } of Object.values(errorCodes))
      expect(text).toMatch(new RegExp(`^ {2}${exit} `, 'm'))
  })
})

describe('the variables in help', () => {
  it('are all that the source speaks of', () => {
    const text = globSync('src/**/*.ts')
      .map(file => readFileSync(file, 'utf8'))
      .join('')
    const used = new Set(text.match(/\bSTEWARD_[A-Z_]*[A-Z]\b/g))
    expect([...used].sort()).toEqual(
      variables
        .map(([name]) => name)
        .filter(name => name.startsWith('STEWARD_'))
        .sort(),
    )
  })
})
