import { execFileSync } from 'node:child_process'
import { fileURLToPath } from 'node:url'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { idsLine, jsonText, ndjsonLine, yamlText } from '../../../src/cli/output/formats.ts'
import { actingIn, hostile, linesOf } from './hostile.ts'

const source = (name: string) => new URL(`../../../src/cli/output/${name}`, import.meta.url)

describe('JSON', () => {
  it('is two spaces deep, and one line per row in NDJSON', () => {
    expect(jsonText({ a: [1] })).toBe('{\n  "a": [\n    1\n  ]\n}\n')
    expect(ndjsonLine({ a: [1], b: null })).toBe('{"a":[1],"b":null}\n')
  })

  it('carries hostile text escaped and unchanged', () => {
    expect(JSON.parse(jsonText(hostile))).toEqual(hostile)
    expect(linesOf(ndjsonLine(hostile))).toHaveLength(1)
    expect(actingIn(ndjsonLine(hostile) + jsonText(hostile))).toEqual([])
  })

  it('loads no library', () => {
    const script = `
      import { registerHooks } from 'node:module'
      const loaded = []
      registerHooks({ resolve(name, context, next) { loaded.push(name); return next(name, context) } })
      const { jsonText } = await import('${source('formats.ts')}')
      jsonText({})
      console.log(loaded.filter(name => !name.startsWith('.') && !name.startsWith('file:')).join())`
    const options = { encoding: 'utf8', cwd: fileURLToPath(source('.')) } as const
    const args = ['--no-warnings', '--input-type=module', '-e', script]
    expect(execFileSync(process.execPath, args, options).trim()).toBe('')
  })
})

describe('YAML', () => {
  const texts = ['yes', 'no', 'on', 'y', '012', '0o17', '1:30', '1_000', '12.50', '+33612345678']
  const more = [
    'null',
    '~',
    '',
    '2026-01-31',
    '.inf',
    '-',
    '=',
    '<<',
    '# no',
    'a: b',
    '1e3',
    '0x1f',
  ]
  const blocks = ['a\nb', 'a\r\nb\n', ' a', 'a\n\n b\n\n', 'a\u0085b\nc', '\tx', '---', '%YAML']

  it('reads back the same in YAML 1.1 and 1.2', async () => {
    const value = {
      texts: [...texts, ...more, ...blocks],
      on: true,
      n: [1, -2.5, 1e21],
      none: null,
    }
    const text = await yamlText(value)
    for (const version of ['1.1', '1.2'] as const) expect(parse(text, { version })).toEqual(value)
  })

  it('quotes what YAML 1.1 takes for a boolean', async () => {
    expect(await yamlText({ a: 'yes' })).toBe('a: "yes"\n')
  })

  it('carries hostile text escaped and unchanged', async () => {
    const text = await yamlText({
      ...hostile,
      ...Object.fromEntries(Object.entries(hostile).map(([a, b]) => [b, a])),
    })
    expect(parse(text)).toMatchObject(hostile)
    expect(actingIn(text)).toEqual([])
  })

  it('carries any text', async () => {
    const any = fc.string({ unit: 'binary', maxLength: 60 })
    await fc.assert(
      fc.asyncProperty(fc.array(any), any, async (items, key) => {
        const text = await yamlText({ items, inner: { [`k${key}`]: key } })
        expect(parse(text)).toEqual({ items, inner: { [`k${key}`]: key } })
        expect(actingIn(text)).toEqual([])
      }),
    )
  })
})

it('ids are one a line, from the id or another path', () => {
  expect(idsLine({ id: 'con_1' })).toBe('con_1\n')
  expect(idsLine({ key: { name: 'a\nb' } }, 'key.name')).toBe('a\\nb\n')
})
