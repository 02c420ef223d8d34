import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allows, permissionOf } from '../../src/kernel/permission.ts'

const word = fc.stringMatching(/^[a-z]{1,8}(-[a-z]{1,8})?$/)
const operation = fc.tuple(word, word)

describe('a permission', () => {
  it('is the name of its operation with a colon', () => {
    fc.assert(
      fc.property(operation, ([topic, verb]) => {
        expect(permissionOf(`${topic}.${verb}`)).toBe(`${topic}:${verb}`)
      }),
    )
  })

  it('is granted by itself, its topic, its verb and the star, and by nothing else', () => {
    const pattern = fc.tuple(fc.option(word, { nil: '*' }), fc.option(word, { nil: '*' }))
    fc.assert(
      fc.property(operation, pattern, ([topic, verb], [grantedTopic, grantedVerb]) => {
        const wanted = permissionOf(`${topic}.${verb}`)
        const model =
          (grantedTopic === '*' || grantedTopic === topic) &&
          (grantedVerb === '*' || grantedVerb === verb)
        expect(allows([`${grantedTopic}:${grantedVerb}`], wanted)).toBe(model)
        for (const granted of ['*', `${topic}:*`, `*:${verb}`, `*:*`, wanted]) {
          expect(allows([granted], wanted)).toBe(true)
        }
      }),
    )
  })

  it('is granted when any of many grants it, in any order', () => {
    fc.assert(
      fc.property(fc.array(operation), operation, (granted, [topic, verb]) => {
        const permissions = granted.map(([topic, verb]) => permissionOf(`${topic}.${verb}`))
        const wanted = permissionOf(`${topic}.${verb}`)
        expect(allows(permissions, wanted)).toBe(permissions.includes(wanted))
        expect(allows([...permissions, wanted].reverse(), wanted)).toBe(true)
      }),
    )
  })

  it('is not granted by a part of its name', () => {
    for (const granted of [
      '',
      ':',
      'consumers',
      'consumers:',
      ':list',
      'con*:list',
      'consumers:l*',
    ]) {
      expect(allows([granted], 'consumers:list')).toBe(false)
    }
  })
})
