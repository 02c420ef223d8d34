import { describe, expect, test } from 'vitest'
import { nearest } from '../../src/kernel/nearest.ts'

const topics = ['consumers', 'accounts', 'providers', 'projects', 'team']

describe('nearest', () => {
  test.each([
    ['consumres', 'consumers', 'two neighbours swapped'],
    ['acounts', 'accounts', 'a letter left out'],
    ['teamm', 'team', 'a letter too many'],
    ['prouiders', 'providers', 'a wrong letter'],
    ['ACCOUNTS', 'accounts', 'another case'],
    ['proj', 'projects', 'a beginning'],
  ])('%s is near %s: %s', (word, found) => {
    expect(nearest(word, topics)).toBe(found)
  })

  test('a word with more edits than about a third of its length is not near', () => {
    expect(nearest('tame', ['team'])).toBeUndefined()
    expect(nearest('wallet', topics)).toBeUndefined()
    expect(nearest('abcdefghijkl', ['abcdefghWXYZ'])).toBeUndefined()
    expect(nearest('abcdefghijkl', ['abcdefghiXYZ'])).toBe('abcdefghiXYZ')
  })

  test('a swap is one edit, so even a short word is found', () => {
    expect(nearest('ot', ['to'])).toBe('to')
  })

  test('of equally near words the first wins, and a nearer one beats it', () => {
    expect(nearest('pro', topics)).toBe('providers')
    expect(nearest('cat', ['car', 'can'])).toBe('car')
    expect(nearest('cat', ['car', 'cat'])).toBe('cat')
  })

  test('nothing is near an empty word or among no words', () => {
    expect(nearest('', topics)).toBeUndefined()
    expect(nearest('team', [])).toBeUndefined()
  })
})
