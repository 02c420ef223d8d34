import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import {
  type Book,
  namedEnvironment,
  namePattern,
  resolveEnvironment,
  type Sources,
  shownEnvironment,
} from '../../../src/cli/environments/resolve.ts'
import { StewardError } from '../../../src/kernel/errors.ts'

const book: Book = {
  inUse: 'used',
  environments: {
    flagged: { database: 'sqlite:/flagged.db', protected: false },
    variable: { database: 'sqlite:/variable.db', protected: false },
    folder: { database: 'sqlite:/folder.db', protected: false },
    used: { database: 'sqlite:/used.db', protected: false },
    prod: { database: 'postgres://steward:secret@db/acme', protected: true },
    cloud: { database: 'postgres://db/acme', colour: 'blue', protected: false },
  },
}

const file = '/srv/.steward.json'
const nothing: Sources = {
  env: {},
  folder: null,
  book: { inUse: null, environments: {} },
  home: '/home',
}

const failing = (sources: Sources) => {
  try {
    resolveEnvironment(sources)
  } catch (error) {
    if (error instanceof StewardError) return error
    throw error
  }
  throw new Error('it did not fail')
}

describe('what names an environment', () => {
  /** Each by itself: how it is given, the database it leads to, where its name is said to come from. */
  const ways = [
    [{ flag: 'flagged' }, 'sqlite:/flagged.db', '--env'],
    [{ env: { STEWARD_ENV: 'variable' } }, 'sqlite:/variable.db', 'STEWARD_ENV'],
    [{ env: { STEWARD_DATABASE_URL: 'sqlite:/url.db' } }, 'sqlite:/url.db', 'default'],
    [{ folder: { name: 'folder', file } }, 'sqlite:/folder.db', file],
    [{ book }, 'sqlite:/used.db', 'environments use'],
    [{}, '/home/steward.db', 'default'],
  ] as const

  /** Every subset of the ways, those of the two variables together left out. */
  const subsets = Array.from({ length: 1 << 5 }, (_, bits) =>
    ways.slice(0, 5).map((_, at) => ((bits >> at) & 1) === 1),
  ).filter(([flag, name, url]) => flag || !(name && url))

  it.each(subsets)(
    'goes in this order: flag %s, name %s, URL %s, folder %s, in use %s',
    (...has) => {
      const env = { ...(has[1] && ways[1][0].env), ...(has[2] && ways[2][0].env) }
      const resolved = resolveEnvironment({
        flag: has[0] ? 'flagged' : undefined,
        env,
        folder: has[3] ? ways[3][0].folder : null,
        book: has[4] ? book : { ...book, inUse: null },
        home: '/home',
      })
      const first = has.indexOf(true)
      const [, database, origin] = ways[first < 0 ? 5 : first]!
      expect([resolved.databaseUrl, resolved.origin.name]).toEqual([database, origin])
    },
  )

  it('is not both variables: exit 2, and neither value is repeated', () => {
    const env = { STEWARD_ENV: 'prod', STEWARD_DATABASE_URL: 'postgres://u:secret@db/x' }
    const error = failing({ ...nothing, env, book })
    expect([error.exitCode, error.message]).toEqual([
      2,
      'STEWARD_ENV and STEWARD_DATABASE_URL are both set.',
    ])
  })

  it('is a flag where both variables are set: it leaves nothing to doubt', () => {
    const env = { STEWARD_ENV: 'prod', STEWARD_DATABASE_URL: 'sqlite:/url.db' }
    expect(resolveEnvironment({ ...nothing, env, book, flag: 'cloud' }).name).toBe('cloud')
  })

  it('is not an empty variable', () => {
    const env = { STEWARD_ENV: '', STEWARD_DATABASE_URL: '' }
    expect(resolveEnvironment({ ...nothing, env }).name).toBe('local')
  })

  it('is local for the database in STEWARD_HOME, whatever is in use', () => {
    const resolved = resolveEnvironment({ ...nothing, book, flag: 'local' })
    expect(resolved).toMatchObject({ name: 'local', databaseUrl: '/home/steward.db' })
  })
})

describe('a name that there is no environment of', () => {
  it.each([
    [{ flag: 'prd' }, 'There is no such environment.'],
    [{ env: { STEWARD_ENV: 'prd' } }, 'There is no such environment. It comes from STEWARD_ENV.'],
    [{ folder: { name: 'prd', file } }, `There is no such environment. It comes from ${file}.`],
    [{ book: { ...book, inUse: 'prd' } }, /It comes from environments use/],
  ])('is met with the nearest one, and with where it comes from: %j', (sources, message) => {
    const error = failing({ ...nothing, book, ...sources })
    expect([error.exitCode, error.hint]).toEqual([2, 'Did you mean prod?'])
    expect(error.message).toEqual(
      typeof message === 'string' ? message : expect.stringMatching(message),
    )
  })

  it('is never repeated, not even one that every object has', () => {
    for (const flag of ['hunter2-hunter2', 'constructor', '__proto__', 'toString', '']) {
      const { message, hint } = failing({ ...nothing, book, flag })
      expect([message, hint]).toEqual([
        'There is no such environment.',
        'See what there is with steward environments list.',
      ])
    }
  })
})

describe('a colour', () => {
  it('is the one chosen, else says the danger: a protected one is red, a server yellow', () => {
    const colourOf = (name: string) => {
      const { colour, origin } = namedEnvironment(book, '/home', name)
      return [colour, origin.colour]
    }
    expect(colourOf('cloud')).toEqual(['blue', 'environments.json'])
    expect(colourOf('prod')).toEqual(['red', 'default'])
    expect(colourOf('used')).toEqual(['green', 'default'])
    const env = { STEWARD_DATABASE_URL: 'postgres://db/x' }
    expect(resolveEnvironment({ ...nothing, env })).toMatchObject({ name: null, colour: 'yellow' })
  })
})

it('an environment is shown without the password of its database', () => {
  expect(shownEnvironment(namedEnvironment(book, '/home', 'prod'))).toEqual({
    name: 'prod',
    database: 'postgres://steward@db/acme',
    colour: 'red',
    protected: true,
  })
})

it('a name is safe in a shell, a file name and a line of text', () => {
  fc.assert(
    fc.property(fc.string(), text => {
      if (namePattern.test(text)) expect(text).toMatch(/^[a-z0-9-]{1,32}$/)
    }),
  )
  for (const good of ['a', 'prod', 'eu-1', '9']) expect(namePattern.test(good)).toBe(true)
  for (const bad of ['', '-a', 'a-', 'A', 'a b', 'a/b', 'a\n', 'é', 'a'.repeat(33)]) {
    expect(namePattern.test(bad)).toBe(false)
  }
})
