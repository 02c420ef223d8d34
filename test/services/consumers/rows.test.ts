/** Reading an import file: which line a row begins on, and what is wrong with one that can't be read. */
import { describe, expect, it } from 'vitest'
import { formatOf, isBad, readRows } from '../../../src/services/consumers/rows.ts'
import { failure } from '../../support/house.ts'

type Format = 'csv' | 'ndjson'

/** In pieces of a few bytes, as a slow pipe hands them over. */
async function* pieces(bytes: Buffer, size: number) {
  for (let at = 0; at < bytes.length; at += size) yield bytes.subarray(at, at + size)
}

const read = async (text: string | Buffer, format: Format = 'csv', size = 7) => {
  const rows = []
  for await (const row of readRows(pieces(Buffer.from(text), size), format)) rows.push(row)
  return rows
}

const lines = async (text: string, format: Format = 'csv') =>
  (await read(text, format)).map(row => [row.line, isBad(row) ? 'bad' : row.raw.name])

describe('lines of a CSV', () => {
  it('are those a row begins on: quoted line breaks, blank lines, BOM and CRLF counted right', async () => {
    const text = 'name,company\nAda,A\n\n"Bob\nthe\nbuilder",B\n\n\nCem,C\nDan\nEve,E\n'
    const expected = [
      [2, 'Ada'],
      [4, 'Bob\nthe\nbuilder'],
      [9, 'Cem'],
      [10, 'bad'],
      [11, 'Eve'],
    ]
    expect(await lines(text)).toEqual(expected)
    expect(await lines(`\ufeff${text}`)).toEqual(expected)
    const windows = expected.map(([line, name]) => [line, String(name).replaceAll('\n', '\r\n')])
    expect(await lines(text.replaceAll('\n', '\r\n'))).toEqual(windows)
    expect(await lines(text.trimEnd())).toEqual(expected)
  })

  it('are the same however the bytes arrive', async () => {
    const text = 'name,company\n"Žižek, \u{1F600}",\n"a ""b""",c\n'
    for (let size = 1; size < 12; size++) {
      expect(await read(text, 'csv', size)).toEqual(await read(text, 'csv', 1000))
    }
    expect((await read(text))[0]).toEqual({ line: 2, raw: { name: 'Žižek, \u{1F600}' } })
  })

  it('with more or fewer cells than the header fail alone', async () => {
    const rows = await read('name,company\nAda\nBob,B,x\nCem,C\n')
    expect(rows).toMatchObject([
      { line: 2, field: null, message: 'It has 1 cells where the header has 2.' },
      { line: 3, message: 'It has 3 cells where the header has 2.' },
      { line: 4, raw: { name: 'Cem', company: 'C' } },
    ])
  })
})

describe('cells of a CSV', () => {
  it('lose one apostrophe before a formula and nothing else', async () => {
    const rows = await read("name,company\n'=1+1,''=x\n'tis,-1\n'+255,@a\n")
    expect(rows.map(row => (row as { raw: object }).raw)).toEqual([
      { name: '=1+1', company: "'=x" },
      { name: "'tis", company: '-1' },
      { name: '+255', company: '@a' },
    ])
  })

  it('that are empty leave what is there; tags are split; what an export adds is passed over', async () => {
    const [row] = await read(
      'id,name,company,tags,isNew,emailVerified\ncon_1,Ada,,a;b,true,false\n',
    )
    expect(row).toEqual({ line: 2, raw: { id: 'con_1', name: 'Ada', tags: ['a', 'b'] } })
  })
})

describe('the first line of a CSV', () => {
  it('says by what it separates: commas, semicolons or tabs', async () => {
    for (const mark of [',', ';', '\t']) {
      const [row] = await read(`name${mark}email\n"Größe; AG, und\tmehr"${mark}a@example.org\n`)
      expect(row).toMatchObject({ raw: { name: 'Größe; AG, und\tmehr', email: 'a@example.org' } })
    }
  })

  it('names columns however they are capitalised', async () => {
    const [row] = await read('\ufeffName,EMAIL,externalid\nAda,a@example.org,e1\n')
    expect(row).toMatchObject({ raw: { name: 'Ada', email: 'a@example.org', externalId: 'e1' } })
  })
})

describe('a file that can not be read', () => {
  it('has an unknown column: the nearest known one is suggested, before anything is done', async () => {
    for (const header of ['name,emial', 'name,constructor', 'name,__proto__']) {
      const refused = await failure(read(`${header}\nAda,x\n`))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'file' })
    }
    const refused = await failure(read('name,emial\nAda,x\n'))
    expect(refused).toMatchObject({ hint: expect.stringMatching(/^Did you mean email\?/) })
  })

  it('has a column twice', async () => {
    const refused = await failure(read('name,email,name\nA,,B\n'))
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'file' })
  })

  it('is not UTF-8, or has a quote that never closes; what stands there is not repeated', async () => {
    for (const format of ['csv', 'ndjson'] as const) {
      const latin = Buffer.from('name\nJos\xe9 secret\n', 'latin1')
      const refused = await failure(read(latin, format))
      expect(refused).toMatchObject({
        code: 'invalid_input',
        message: 'The file is not UTF-8 text.',
      })
    }
    const refused = await failure(read('name\nAda\n"secret\nBob\n'))
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'file' })
    expect(JSON.stringify(refused)).not.toContain('secret')
  })

  it('is empty: a CSV has to name its columns at least', async () => {
    for (const text of ['', '\n', '\ufeff']) {
      expect(await failure(read(text))).toMatchObject({ code: 'invalid_input', field: 'file' })
    }
    expect(await read('name\n')).toEqual([])
    expect(await read('\n\n', 'ndjson')).toEqual([])
  })
})

describe('NDJSON', () => {
  it('has a row a line; a bad one fails alone, with the nearest field', async () => {
    const text = [
      '\ufeff{"name":"Ada"}',
      '',
      '{"name":"Bob"',
      '[1]',
      'null',
      '{"emial":"x"}',
      '{"constructor":"x"}',
      '{"name":"Cem","company":null,"id":"con_1"}\r',
    ].join('\n')
    const rows = await read(text, 'ndjson')
    expect(rows).toEqual([
      { line: 1, raw: { name: 'Ada' } },
      { line: 3, field: null, message: 'It is not JSON.' },
      { line: 4, field: null, message: 'It is not a JSON object.' },
      { line: 5, field: null, message: 'It is not a JSON object.' },
      {
        line: 6,
        field: 'emial',
        message: 'Consumers do not have this field. Did you mean email?',
      },
      { line: 7, field: 'constructor', message: 'Consumers do not have this field.' },
      { line: 8, raw: { name: 'Cem', company: null, id: 'con_1' } },
    ])
  })
})

it('the name of a file says its format', () => {
  expect(['a.csv', 'a.ndjson', 'A.JSONL', '-', 'a.txt'].map(formatOf)).toEqual([
    'csv',
    'ndjson',
    'ndjson',
    'csv',
    'csv',
  ])
})
