/** Reading an import file: which line a row begins on, and what is wrong with one that can't be read. */
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { StewardError } from '../../../src/kernel/errors.ts'
import { importFormats, type ReadOptions, readFile } from '../../../src/services/consumers/rows.ts'
import { failure } from '../../support/house.ts'
import { pieces, readAll } from '../../support/people.ts'

type Format = 'csv' | 'ndjson'

const read = (text: string | Buffer, format: Format = 'csv', size = 7) =>
  readAll(text, { format }, size)

const lines = async (text: string, format: Format = 'csv') =>
  (await read(text, format)).map(row => [row.line, 'raw' in row ? row.raw.name : 'bad'])

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
      { line: 2, column: 2, field: null, message: 'It has 1 cell where the header has 2.' },
      { line: 3, column: 3, field: null, message: 'It has 3 cells where the header has 2.' },
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

  it('says it in a line of its own, as Excel writes it', async () => {
    expect(await read('sep=|\r\nname|email\r\nA, B|a@example.org\r\n')).toEqual([
      { line: 3, raw: { name: 'A, B', email: 'a@example.org' } },
    ])
    expect(await failure(read('sep=;\n'))).toMatchObject({ code: 'invalid_input' })
  })

  it('leaves columns without a name as spreadsheets do: nothing in them, or the row fails', async () => {
    const text = 'name,,email,\nAda,,a@example.org,\nBob,, ,x\n'
    expect(await read(text)).toEqual([
      { line: 2, raw: { name: 'Ada', email: 'a@example.org' } },
      { line: 3, column: 4, field: null, message: expect.stringContaining('no name') },
    ])
    const [, bob] = await readAll(Buffer.from(text), { ignore: ['*'] })
    expect(bob).toMatchObject({ raw: { name: 'Bob' } })
    expect(await failure(read(',,\nAda,x,y\n'))).toMatchObject({ code: 'invalid_input' })
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

  it('is UTF-16 without anybody having said so', async () => {
    const text = Buffer.from('\ufeffname\nAda\n', 'utf16le')
    const refused = await failure(read(text))
    expect(refused).toMatchObject({ code: 'invalid_input', details: { line: 1, column: 1 } })
    expect(await failure(read(text.subarray(2)))).toMatchObject({ code: 'invalid_input' })
    for (const bytes of [text, Buffer.from(text).swap16()]) {
      const rows = await readAll(bytes, { encoding: 'utf-16' }, 3)
      expect(rows).toEqual([{ line: 2, raw: { name: 'Ada' } }])
    }
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
    const bad = { column: null, field: null }
    expect(rows).toEqual([
      { line: 1, raw: { name: 'Ada' } },
      { ...bad, line: 3, column: 14, message: 'It is not JSON: see character 14 of the line.' },
      { ...bad, line: 4, message: 'It is not a JSON object.' },
      { ...bad, line: 5, message: 'It is not a JSON object.' },
      {
        ...bad,
        line: 6,
        field: 'emial',
        message: 'Consumers do not have this field. Did you mean email?',
      },
      { ...bad, line: 7, field: 'constructor', message: 'Consumers do not have this field.' },
      { line: 8, raw: { name: 'Cem', company: null, id: 'con_1' } },
    ])
  })
})

describe('a row that can not be read fails alone, by line and column', () => {
  const faults = async (text: string | Buffer, format: Format = 'csv') => {
    const rows = await read(text, format)
    return rows.map(row =>
      'message' in row ? [row.line, row.column, row.field, row.message] : [row.line],
    )
  }

  it('when a quote is not closed, or text follows one, or one stands within a cell', async () => {
    const text = [
      'name,company,email',
      'Ada,"Acme,a@example.org',
      'Bob,"Bobs ""best"" Ltd",b@example.org',
      'Cem,"Cems" Ltd,c@example.org',
      'Dan,5" pipes,d@example.org',
      'Eve,E,e@example.org',
      '"Fay,F,f@example.org',
    ].join('\r\n')
    expect(await faults(text)).toEqual([
      [2, 2, 'company', expect.stringContaining('follows')],
      [3],
      [4, 2, 'company', expect.stringContaining('follows')],
      [5, 2, 'company', expect.stringContaining('in quotes')],
      [6],
      [7, 1, 'name', expect.stringContaining('not closed')],
    ])
  })

  it('when a quote is open for longer than any row: what comes after it is read', async () => {
    const many = Array.from({ length: 4000 }, (_, at) => `P${at},${'x'.repeat(40)}\n`).join('')
    const rows = await read(`name,company\nAda,"Acme\n${many}`, 'csv', 5000)
    expect(rows[0]).toMatchObject({ line: 2, column: 2, field: 'company' })
    expect(rows.filter(row => 'raw' in row)).toHaveLength(4000)
  })

  it('when a byte is not UTF-8, which what stands beside it may be', async () => {
    const latin = Buffer.from('name,company\nAda,A\nJos\xe9,B\nCem,M\xfcller secret\n', 'latin1')
    const found = await faults(latin)
    expect(found).toEqual([
      [2],
      [3, 1, 'name', expect.stringMatching(/^Character 4 .*byte E9/)],
      [4, 2, 'company', expect.stringMatching(/^Character 6 .*byte FC/)],
    ])
    expect(JSON.stringify(found)).not.toContain('secret')
    const told = await readAll(latin, { encoding: 'windows-1252' })
    expect(told[1]).toMatchObject({ raw: { name: 'José' } })
    const json = Buffer.from('{"name":"A"}\n{"name":"Jos\xe9"}\n{"name":"C"}\n', 'latin1')
    expect(await faults(json, 'ndjson')).toEqual([
      [1],
      [2, 13, null, expect.stringContaining('UTF-8')],
      [3],
    ])
    const array = Buffer.from('[{"name":"A"},\n\n{"name":"Jos\xe9"},{"name":"C"}]', 'latin1')
    expect(await readAll(array)).toMatchObject([
      { line: 1, column: 2, raw: { name: 'A' } },
      { line: 3, column: 13 },
      { line: 3, column: 17, raw: { name: 'C' } },
    ])
  })
})

it('a row with a byte that can not be read is kept as it was, byte for byte', async () => {
  const line = Buffer.from('"Jos\xe9\nMar\xeda",x', 'latin1')
  const file = Buffer.concat([Buffer.from('name,company\n'), line, Buffer.from('\nAda,A\n')])
  const [bad, good] = await readAll(file, { source: true })
  expect(Buffer.from(bad!.source as Uint8Array).equals(line)).toBe(true)
  expect(good).toMatchObject({ source: 'Ada,A' })
  // The mark of UTF-8 goes before what is said of the encoding.
  const marked = await readAll('\ufeffname\nJosé\n', { encoding: 'windows-1252' })
  expect(marked).toEqual([{ line: 2, raw: { name: 'José' } }])
})

describe('the columns of a file', () => {
  const header = async (text: string, options: Partial<ReadOptions> = {}) => {
    for await (const { head } of readFile(pieces(Buffer.from(text), 9), options)) {
      const { mapping, guessed, ignored } = head!
      return { mapping, guessed, ignored }
    }
  }

  it('are guessed where others spell them otherwise, and the guesses are told', async () => {
    const text = 'Full Name,E-mail,Mobile,Country Code,Company name,Created,UUID\nAda,,,,,,u1\n'
    expect(await header(text)).toMatchObject({
      guessed: ['name', 'email', 'phone', 'country', 'company', 'createdAt', 'externalId'],
      mapping: { name: 'Full Name', email: 'E-mail', phone: 'Mobile', externalId: 'UUID' },
    })
  })

  it('are what the person says, before any name or guess', async () => {
    const text = 'name,full_name,score,mobile\nAL,Ada,9,x\n'
    const options = { map: ['name=full_name', 'company=mobile'], ignore: ['name', 'score'] }
    expect(await header(text, options)).toEqual({
      mapping: { name: 'full_name', company: 'mobile' },
      guessed: [],
      ignored: ['name', 'score'],
    })
    const [row] = await readAll(text, options)
    expect(row).toEqual({ line: 2, raw: { name: 'Ada', company: 'x' } })
    const [other] = await readAll('{"full_name":"Ada","score":9}', { ...options, format: 'ndjson' })
    expect(other).toMatchObject({ raw: { name: 'Ada' } })
  })

  it('are refused by line and column where two are for one field, or a wish is for none', async () => {
    const refused = (text: string, options = {}) => failure(header(text, options))
    expect(await refused('name,phone,Mobile\nA,1,2\n')).toMatchObject({
      field: 'file',
      details: { line: 1, columns: [2, 3] },
    })
    const absent = await refused('name\nA\n', { map: ['email=e_mail'] })
    expect(absent).toMatchObject({ field: 'map', message: expect.stringContaining('e_mail') })
    expect(await refused('name\nA\n', { ignore: ['nmae'] })).toMatchObject({
      field: 'ignore',
      hint: expect.stringContaining('"name"'),
    })
    for (const map of ['name', '=x', 'nmae=x', 'name=']) {
      expect(await refused('x\ny\n', { map: [map] })).toMatchObject({ field: 'map' })
    }
    expect(await refused('name,password\nA,b\n')).toMatchObject({
      hint: expect.stringContaining('passwordHash'),
    })
    expect(await header('name,x,y\nA,1,2\n', { ignore: ['*'] })).toMatchObject({
      ignored: ['x', 'y'],
    })
  })

  it('that are not known are told all at once, with what to say of them', async () => {
    const refused = await failure(header('name,Land,emial,Lead score\nA,1,2,3\n'))
    expect(refused).toMatchObject({
      message: expect.stringMatching(/"Land" \(line 1, column 2\), "emial" .*"Lead score"/),
      hint: expect.stringContaining("--ignore Land --ignore emial --ignore 'Lead score', or"),
      details: { columns: [{ name: 'Land', column: 2 }, { column: 3 }, { column: 4 }] },
    })
    expect(refused.hint).toContain('"emial": did you mean email?')
  })

  it('called id holds their own ids, unless they are ours', async () => {
    expect(await readAll('id,name\n17,Ada\n')).toEqual([
      { line: 2, raw: { externalId: '17', name: 'Ada' } },
    ])
    expect(await readAll('id,name\ncon_1,Ada\n')).toMatchObject([{ raw: { id: 'con_1' } }])
  })
})

describe('whatever the bytes are', () => {
  const noise = fc
    .array(
      fc.oneof(
        fc.constantFrom('"', '""', ',', ';', '\n', '\r\n', '\r', '[', ']', '{', '}', ':', '\\'),
        fc.constantFrom('name', '"name"', '{"name":"A"}', '"users":[', '\0', '\ufeff', 'Ada', '1'),
        fc.uint8Array({ maxLength: 3 }).map(bytes => Buffer.from(bytes).toString('latin1')),
      ),
      { maxLength: 40 },
    )
    .map(parts => Buffer.from(parts.join(''), 'latin1'))

  it('they are rows, or told to be none: nothing else, and the same however they arrive', async () => {
    const outcome = async (bytes: Buffer, format: ReadOptions['format'], size: number) => {
      try {
        return await readAll(bytes, { format, ignore: ['*'], source: true }, size)
      } catch (error) {
        expect(error).toBeInstanceOf(StewardError)
        return (error as StewardError).code
      }
    }
    await fc.assert(
      fc.asyncProperty(
        noise,
        fc.constantFrom(undefined, ...importFormats),
        async (bytes, format) => {
          const whole = await outcome(bytes, format, 1000)
          expect(await outcome(bytes, format, 1)).toEqual(whole)
        },
      ),
      { numRuns: 500 },
    )
  })
})

describe('a file says what it is', () => {
  it.each([
    ['a.csv', 'name\nA\n', 'csv', 'name'],
    ['A.JSONL', '{"name":"A"}\n', 'ndjson', 'name'],
    ['-', '{"name":"A"}\n', 'ndjson', 'contents'],
    ['-', 'name\nA\n', 'csv', 'contents'],
    ['a.json', ' [{"name":"A"}]', 'json', 'name'],
    ['export.json', '{ "data": [{"name":"A"}], "total": 1 }', 'json', 'name'],
    ['realm.json', '{"id":"x","realm":"acme","users":[]}', 'keycloak', 'contents'],
    ['named-wrong.csv', '[{"name":"A"}]', 'json', 'contents'],
    ['a.json', '{"user_id":"auth0|1"}\n', 'auth0', 'contents'],
    ['a.ndjson', '{"_id":{"$oid":"1"}}\n', 'auth0', 'contents'],
  ])('%s with %s is %s by its %s', async (name, text, format, by) => {
    for await (const { head } of readFile(pieces(Buffer.from(text), 5), { name })) {
      if (head) expect(head).toMatchObject({ format, by })
    }
  })
})

it('a file that is something else than it is said to be is refused as a whole', async () => {
  const realm = '{\n  "realm": "acme",\n  "users": []\n}\n'
  for (const format of ['auth0', 'ndjson'] as const) {
    const refused = await failure(readAll(realm, { format }))
    expect(refused).toMatchObject({ code: 'invalid_input', field: 'format' })
    expect(refused.hint).toContain('--format keycloak')
  }
  const users = '[{"user_id":"auth0|1","name":"Ada"}]'
  for (const [text, format, found] of [
    ['{"realm":"acme","users":[{"username":"ada"}]}', 'auth0', 'keycloak'],
    ['[{"username":"ada","createdTimestamp":1}]', 'auth0', 'keycloak'],
    [users, 'keycloak', 'auth0'],
    [users, 'csv', 'auth0'],
  ] as const) {
    const { message } = await failure(readAll(text, { format }))
    expect(message).toBe(`The file is not ${format}: it looks like ${found}.`)
  }
  const both = '[{"username":"ada","email":"ada@x.test","attributes":{"user_id":["7"]}}]'
  expect(await readAll(both, { format: 'keycloak' })).toMatchObject([{ raw: {} }])
})

it('a member that an object has twice is told, where it stands again', async () => {
  const text = '{"name":"a\\\\\\"","x":{"name":1,"a":[{"name":2}]},\n "n\\u0061me":"b"}'
  expect(await readAll(`[\n{"name":"Ada"},${text}]`, { format: 'json' })).toMatchObject([
    { raw: { name: 'Ada' } },
    { line: 3, column: 2, message: 'It has a member twice: "name".' },
  ])
})

describe('a JSON array', () => {
  it('is read element by element, wherever its bytes are cut', async () => {
    const text = '[{"name":"a\\"],[","tags":["x","{"]},\n{"name":"\\\\"} , 7,\n{"name":}]\n'
    for (let size = 1; size < 12; size++) {
      expect(await readAll(text, {}, size)).toEqual([
        { line: 1, column: 2, raw: { name: 'a"],[', tags: ['x', '{'] } },
        { line: 2, column: 1, raw: { name: '\\' } },
        { line: 2, column: 17, field: null, message: 'It is not a JSON object.' },
        { line: 3, column: 9, field: null, message: expect.stringContaining('not JSON') },
      ])
    }
  })

  it('that ends too soon, or is none, is told with the line', async () => {
    for (const text of ['[{"name":"A"},\n{"name"', '[{"name":"A"}}', '{"data": 1}', '[1] x']) {
      const refused = await failure(readAll(text, { format: 'json' }))
      expect(refused).toMatchObject({ code: 'invalid_input', field: 'file' })
    }
  })
})
