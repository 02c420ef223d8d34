import { describe, expect, it } from 'vitest'
import { isNobody, manyOf } from '../../../src/cli/bulk/asked.ts'
import { failure } from '../../support/house.ts'

const one = (words: string[], typed = {}) => manyOf(words, typed, ['consumer'])
const noted = (words: string[], typed = {}) => manyOf(words, typed, ['consumer', 'text'])

describe('a command', () => {
  it('is about one record where one is named, as ever', () => {
    expect([one([]), one(['a']), noted(['a', 'text'])]).toEqual([null, null, null])
  })

  it('is about many where several are named', () => {
    expect(one(['a', 'b'])).toEqual({
      source: { kind: 'words', selectors: ['a', 'b'] },
      typed: { consumer: undefined },
    })
  })

  it('has what follows the selectors last', () => {
    expect(noted(['a', 'b', 'Called.'])).toEqual({
      source: { kind: 'words', selectors: ['a', 'b'] },
      typed: { consumer: undefined, text: 'Called.' },
    })
    expect(noted(['-', 'Called.'])).toMatchObject({
      source: { kind: 'file', file: '-' },
      typed: { text: 'Called.' },
    })
    expect(noted(['Called.'], { filter: 'country=KE' })).toMatchObject({
      source: { kind: 'filter', filter: 'country=KE' },
      typed: { text: 'Called.' },
    })
  })

  it('takes a file, standard input, a filter or a run', () => {
    expect(one([], { from: 'ids.txt' })?.source).toEqual({ kind: 'file', file: 'ids.txt' })
    expect(one(['-'])?.source).toEqual({ kind: 'file', file: '-' })
    expect(one([], { filter: '' })?.source).toEqual({ kind: 'filter', filter: '' })
    expect(one([], { resume: 'run_1' })?.source).toEqual({ kind: 'resume', run: 'run_1' })
  })

  it('is about one of many where a flag of many is given with one selector', () => {
    expect(one(['a'], { 'failed-to': 'f' })?.source).toEqual({ kind: 'words', selectors: ['a'] })
    expect(isNobody(one([], { 'failed-to': 'f' })!)).toBe(true)
  })

  it('takes one source, and standard input alone', async () => {
    const refused = (words: string[], typed: object) =>
      failure((async () => one(words, typed as never))())
    expect(await refused([], { from: 'a', filter: 'b' })).toMatchObject({ code: 'invalid_input' })
    expect(await refused(['a'], { from: 'b' })).toMatchObject({ field: 'from' })
    expect(await refused(['a', '-'], {})).toMatchObject({ code: 'invalid_input' })
  })
})
