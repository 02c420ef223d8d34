/** What could stand where the cursor is, without a shell and without a database. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { forBash, splitLine } from '../../src/cli/completion/line.ts'
import { valuesFor } from '../../src/cli/completion/values.ts'
import { wantedAt } from '../../src/cli/completion/words.ts'
import { knownIn } from '../../src/cli/help/asked.ts'
import { listConsumers } from '../../src/services/consumers/list.ts'

const { commands } = knownIn(process.cwd())

const offered = (...typed: string[]) => {
  const wanted = wantedAt(commands, typed)
  return wanted.kind === 'words' ? wanted.words.map(([word]) => word) : wanted.kind
}

describe('words', () => {
  it('are topics and commands at first, and the commands of a topic behind it', () => {
    expect(offered('cons')).toEqual(['consumers'])
    expect(offered('users', 'sho')).toEqual(['show'])
    expect(offered('consumers', 'set-')).toEqual(['set-password'])
  })

  it('leave out what is hidden and what is there already', () => {
    expect(offered('complet')).toEqual(['completion'])
    expect(offered('consumers', 'list', '--json', '--js')).toEqual([])
  })

  it('are choices behind a flag that has some, however its value is given', () => {
    expect(offered('consumers', 'list', '-o', 'nd')).toEqual(['ndjson'])
    expect(offered('consumers', 'list', '--output=nd')).toEqual(['--output=ndjson'])
  })

  it('are left to the shell where a file is wanted', () => {
    expect(offered('consumers', 'import', '')).toBe('files')
  })

  it('know the environment that was named before', () => {
    const typed = ['consumers', 'show', '--env', 'prod', 'ada']
    expect(wantedAt(commands, typed)).toMatchObject({ kind: 'value', environment: 'prod' })
  })

  it('never fail, whatever was typed', () => {
    const word = fc.oneof(fc.string(), fc.constantFrom('consumers', 'list', '--filter', '--', '-o'))
    fc.assert(fc.property(fc.array(word), typed => void wantedAt(commands, typed)))
  })
})

describe('values', () => {
  const none = async () => ({ data: [] })
  const values = async (name: string, typed: string) =>
    (await valuesFor(listConsumers, name, typed, none)).map(([word]) => word)

  it.each([
    ['filter', 'stat', ['status=']],
    ['filter', 'status', ['status=', 'status!=']],
    ['filter', 'status=pending,act', ['status=pending,active']],
    ['filter', 'status=active new=y', ['status=active new=yes']],
    ['filter', 'created>-7', ['created>-7d']],
    ['filter', 'nothing=', []],
    ['sort', '-l', ['-lastActive']],
    ['fields', 'id,statusR', ['id,statusReason']],
    ['search', 'a', []],
  ])('of --%s %s', async (name, typed, wanted) => {
    expect(await values(name, typed)).toEqual(wanted)
  })
})

describe('a line of bash', () => {
  it.each([
    ['steward consumers li', ['steward', 'consumers', 'li'], ''],
    ['steward ', ['steward', ''], ''],
    [`steward --filter 'a=b c`, ['steward', '--filter', 'a=b c'], "'"],
    [`steward "a\\"b" c\\ d`, ['steward', 'a"b', 'c d'], ''],
  ])('is taken apart as bash does: %s', (line, words, quote) => {
    expect(splitLine(line)).toEqual({ words, quote })
  })

  it('gets back what stands behind the last break, and nothing that needs quotes', () => {
    const at = (line: string) => splitLine(line)
    expect(forBash('ada@example.org', at('steward show ada@ex'))).toBe('@example.org')
    expect(forBash('status=active', at('steward status=a'))).toBe('active')
    expect(forBash('created>', at('steward crea'))).toBeUndefined()
    expect(forBash('created>', at("steward 'crea"))).toBe('created>')
    expect(forBash('$(reboot)', at('steward $'))).toBeUndefined()
    expect(forBash("it's", at("steward 'it"))).toBeUndefined()
  })
})
