import { Writable } from 'node:stream'
import { expect, it } from 'vitest'
import { write } from '../../../src/cli/output/write.ts'

const failing = (code: string) =>
  new Writable({
    write: (_chunk, _encoding, done) => done(Object.assign(new Error(code), { code })),
  })

it('waits until a slow reader has taken it all', async () => {
  const taken: string[] = []
  const slow = new Writable({
    highWaterMark: 1,
    write(chunk, _encoding, done) {
      setTimeout(() => {
        taken.push(String(chunk))
        done()
      }, 5)
    },
  })
  expect(await write(slow, 'one')).toBe('written')
  expect(taken).toEqual(['one'])
})

it('says that the reader is gone, the first time and every time after', async () => {
  const stream = failing('EPIPE')
  expect(await write(stream, 'one')).toBe('closed')
  expect(await write(stream, 'two')).toBe('closed')
})

it('tells any other failure', async () => {
  await expect(write(failing('ENOSPC'), 'one')).rejects.toMatchObject({ code: 'ENOSPC' })
})
