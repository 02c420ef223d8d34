import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mostBytes, readContent } from '../../../src/services/documents/content.ts'
import { archive, fileOf, heic, jpeg, pdf, png, tiff, webp } from '../../support/documents.ts'
import { failure } from '../../support/house.ts'

const refusal = async (content: Buffer | string) =>
  failure(readContent(fileOf(Buffer.from(content as string))))

const kinds: [string, Buffer][] = [
  ['application/pdf', pdf()],
  ['image/png', png()],
  ['image/jpeg', jpeg()],
  ['image/webp', webp()],
  ['image/heic', heic()],
  ['image/tiff', tiff()],
]

describe('a document', () => {
  it.each(kinds)('is %s by its content, whatever its name', async (mediaType, content) => {
    expect(await readContent(fileOf(content))).toMatchObject({ mediaType, content })
  })

  it.each(kinds)('%s that was cut off is refused, wherever the cut is', async (_, content) => {
    await fc.assert(
      fc.asyncProperty(fc.integer({ min: 0, max: content.length - 7 }), async length => {
        const { code } = await refusal(content.subarray(0, length))
        expect(code).toBe('invalid_input')
      }),
      { numRuns: 20 },
    )
  })

  it.each([
    ['nothing', ''],
    ['a page', '<!doctype html><html><body>passport</body></html>'],
    ['a drawing that can run scripts', '<svg xmlns="http://www.w3.org/2000/svg"/>'],
    ['a script', '#!/bin/sh\necho passport\n'],
    ['plain text', 'passport'],
    ['an archive', archive()],
    ['an animation', Buffer.from('GIF89a\x01\0\x01\0\0\0\0;', 'latin1')],
    ['a picture with an archive behind it', Buffer.concat([png(), archive()])],
    ['a PDF with an archive behind it', Buffer.concat([pdf(), archive()])],
    ['a picture with a script in it', Buffer.concat([jpeg(), Buffer.from('<script>1</script>')])],
    ['a picture with PHP in it', Buffer.concat([png(), Buffer.from('<?php system(1) ?>')])],
    ['a PDF that runs a script', pdf('/OpenAction << /S /JavaScript /JS (1) >>')],
    ['a PDF that hides that it does', pdf('/OpenAction << /S /J#61vaScript /JS (1) >>')],
    ['a PDF that starts a program', pdf('/AA << /S /Launch >>')],
    ['a PDF with an attachment', pdf('/Names << /EmbeddedFiles 2 0 R >>')],
  ])('is not %s', async (_, content) => {
    expect(await refusal(content)).toMatchObject({ code: 'invalid_input', field: 'file' })
  })

  it('is 20 MB at most', async () => {
    const filled = Buffer.concat([png(), Buffer.alloc(mostBytes)])
    expect(await refusal(filled)).toMatchObject({ message: 'The file is larger than 20 MB.' })
    expect(await readContent(fileOf(filled.subarray(0, mostBytes)))).toBeTruthy()
  })
})
