import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { allows, levels, narrower, permissionOf, reaches } from '../../src/kernel/permission.ts'

const word = fc.stringMatching(/^[a-z]{1,8}(-[a-z]{1,8})?$/)
const operation = fc.tuple(word, word)
const writing = (permission: string) => ({ permission, reads: false })

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
        expect(allows([[`${grantedTopic}:${grantedVerb}`]], writing(wanted))).toBe(model)
        for (const granted of ['*', `${topic}:*`, `*:${verb}`, `*:*`, wanted]) {
          expect(allows([[granted]], writing(wanted))).toBe(true)
        }
      }),
    )
  })

  it('is granted when any of many grants it, in any order', () => {
    fc.assert(
      fc.property(fc.array(operation), operation, (granted, [topic, verb]) => {
        const permissions = granted.map(([topic, verb]) => permissionOf(`${topic}.${verb}`))
        const wanted = permissionOf(`${topic}.${verb}`)
        expect(allows([permissions], writing(wanted))).toBe(permissions.includes(wanted))
        expect(allows([[...permissions, wanted].reverse()], writing(wanted))).toBe(true)
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
      expect(allows([[granted]], writing('consumers:list'))).toBe(false)
    }
  })

  it('is granted by all lists or not at all', () => {
    const lists = fc.array(fc.array(operation, { maxLength: 4 }), { minLength: 1, maxLength: 3 })
    fc.assert(
      fc.property(lists, operation, (granted, [topic, verb]) => {
        const rights = granted.map(list => list.map(([t, v]) => permissionOf(`${t}.${v}`)))
        const wanted = permissionOf(`${topic}.${verb}`)
        const model = rights.every(list => list.includes(wanted))
        expect(allows(rights, writing(wanted))).toBe(model)
        expect(allows([...rights, []], writing(wanted))).toBe(false)
        expect(allows([...rights, ['*']], writing(wanted))).toBe(model)
      }),
    )
  })

  it('is granted by @read where it reads, whatever it is called, and nowhere else', () => {
    fc.assert(
      fc.property(operation, fc.boolean(), ([topic, verb], reads) => {
        const permission = permissionOf(`${topic}.${verb}`)
        expect(allows([['@read']], { permission, reads })).toBe(reads)
      }),
    )
  })
})

describe('a level', () => {
  it('reaches what is as narrow as it or narrower, and of two the narrower reaches less', () => {
    for (const [at, level] of levels.entries()) {
      for (const [beside, other] of levels.entries()) {
        expect(reaches(level, other)).toBe(at <= beside)
        expect(narrower(level, other)).toBe(levels[Math.max(at, beside)])
      }
    }
  })
})
