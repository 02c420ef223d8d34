import { expect, it } from 'vitest'
import { opened, selectorsIn } from '../../../src/cli/bulk/selectors.ts'
import { failure } from '../../support/house.ts'

async function* file(...parts: (string | Uint8Array)[]) {
  for (const part of parts) yield Buffer.from(part as string)
}

it('selectors stand one on a line, whatever ends it; blank lines say nothing', async () => {
  const text = '\ufeffcon_1\r\n\r\n  ada@example.org \n+255 712 345 678\r\t\n#7\nlast'
  const read = ['con_1', 'ada@example.org', '+255 712 345 678', '#7', 'last']
  expect(await selectorsIn(file(text))).toEqual(read)
  const bytes = [...Buffer.from(text)].map(byte => Uint8Array.of(byte))
  expect(await selectorsIn(file(...bytes))).toEqual(read)
})

it('an empty file has none', async () => {
  expect(await selectorsIn(file())).toEqual([])
  expect(await selectorsIn(file('\ufeff\r\n'))).toEqual([])
})

it('what is no text is refused, with the line to look at', async () => {
  const utf16 = file(Buffer.from('\ufeffcon_1', 'utf16le'))
  expect(await failure(selectorsIn(utf16))).toMatchObject({
    ...{ code: 'invalid_input', field: 'from', details: { line: 1 } },
  })
  expect(await failure(selectorsIn(file('a\nb\nc\0d\n')))).toMatchObject({ details: { line: 3 } })
})

it('a file that is not there, or a folder, is told', async () => {
  for (const path of ['/nowhere/ids.txt', '/']) {
    expect(await failure(selectorsIn(opened(path, process.stdin)))).toMatchObject({
      ...{ code: 'invalid_input', field: 'from' },
    })
  }
})
