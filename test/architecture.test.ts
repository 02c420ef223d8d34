/** The house's rules about its own shape, proven on the parsed source. The table below is the
 * diagram of who may import whom; an exception stands in it with its reason. */
import { writeFileSync } from 'node:fs'
import { basename } from 'node:path'
import { describe, expect, it } from 'vitest'
import { temporaryFolder } from './support/databases.ts'
import {
  functionNamed,
  type Import,
  isFunction,
  linesOf,
  memberOf,
  type Node,
  nameOf,
  nodesOf,
  operationsIn,
  type Source,
  sources,
} from './support/source.ts'

const src = sources('src')
const tests = sources('test')

type Rule = {
  from: string
  to: readonly string[]
  /** `type`: only its types. `dynamic`: loaded when needed, and its types. Else in any way. */
  how?: 'type' | 'dynamic'
  /** Why it is an exception from the diagram. */
  because?: string
}

/** `{topic}` stands for the same folder on both sides. */
const table: Rule[] = [
  { from: 'kernel/', to: ['kernel/', 'zod/mini', 'node:crypto'] },
  { from: 'store/', to: ['store/', 'kernel/', 'node:'] },
  { from: 'store/', to: ['drizzle-orm', 'better-sqlite3', 'pg'] },
  { from: 'services/', to: ['services/', 'kernel/', 'zod/mini', 'drizzle-orm', 'node:'] },
  {
    from: 'services/',
    to: [
      'table',
      'tables',
      'transaction',
      'listing',
      'matching',
      'log',
      'outbox',
      'capture',
      'shredding',
      'scope',
    ].map(name => `store/${name}.ts`),
  },
  { from: 'services/documents/', to: ['file-type'], how: 'dynamic' },
  { from: 'services/', to: ['libphonenumber-js/max'], how: 'dynamic' },
  { from: 'services/countries/', to: ['i18n-iso-countries/'] },
  { from: 'services/factors/', to: ['otplib/functional'], how: 'dynamic' },
  { from: 'gateways/', to: ['gateways/', 'kernel/', 'node:', 'uuid'] },
  { from: 'gateways/', to: ['nodemailer', '@node-rs/argon2', 'bcryptjs'], how: 'dynamic' },
  { from: 'cli/', to: ['cli/', 'kernel/', 'services/catalogue.ts', '@oclif/core/', 'node:'] },
  { from: 'cli/prompts.ts', to: ['@inquirer/prompts'], how: 'dynamic' },
  {
    from: 'cli/output/',
    to: ['chalk', 'cli-table3', 'qrcode', 'yaml'],
    how: 'dynamic',
  },
  { from: 'cli/output/', to: ['string-width'] },
  { from: 'commands/', to: ['cli/'] },
  { from: 'commands/{topic}/', to: ['services/{topic}/'] },
  { from: 'host.ts', to: ['gateways/', 'kernel/', 'services/', 'store/', 'node:'] },
  { from: 'host.ts', to: ['maintenance.ts', 'moving.ts', 'vitals.ts'], how: 'dynamic' },
  { from: 'moving.ts', to: ['host.ts'], how: 'type' },
  { from: 'moving.ts', to: ['kernel/', 'services/', 'store/', 'node:'] },
  { from: 'maintenance.ts', to: ['host.ts'], how: 'type' },
  { from: 'maintenance.ts', to: ['kernel/', 'services/', 'store/', 'node:'] },
  { from: 'vitals.ts', to: ['host.ts'], how: 'type' },
  { from: 'vitals.ts', to: ['services/', 'store/'] },
  { from: 'main.ts', to: ['cli/', '@oclif/core/', 'node:'] },
  { from: 'main.ts', to: ['thread.ts'], how: 'dynamic' },
  {
    from: 'thread.ts',
    to: ['cli/import/', 'gateways/', 'kernel/', 'services/', 'store/', 'node:'],
  },
  { from: 'start.ts', to: ['home.ts', 'cli/words.ts', 'node:'] },
  { from: 'home.ts', to: ['node:'] },
  { from: 'host.ts', to: ['home.ts'] },
  {
    from: 'cli/',
    to: ['host.ts'],
    because: 'every command opens the house, and what is heavy in it is loaded by the host itself',
  },
  {
    from: 'cli/views/',
    to: ['services/'],
    how: 'type',
    because: 'how a record reads is written against the shape of the record',
  },
  {
    from: 'gateways/',
    to: ['services/world.ts'],
    how: 'type',
    because: 'the ports that gateways fill are declared by those who use them',
  },
  {
    from: 'commands/',
    to: ['host.ts', 'kernel/'],
    how: 'type',
    because: 'a command that opens the house in its own way names what it is given',
  },
  {
    from: 'commands/events/',
    to: ['kernel/', '@oclif/core/', 'node:timers/promises'],
    because: 'tail, export and verify have flags, files and waiting that no operation knows of',
  },
  {
    from: 'commands/complet',
    to: ['@oclif/core/'],
    because: 'complete and completion are the faces of no operation, so their flags are their own',
  },
  {
    from: 'commands/demo.ts',
    to: ['services/', '@oclif/core/'],
    because: 'demo shows several operations at once and is the face of none',
  },
  {
    from: 'commands/init.ts',
    to: ['services/organization/init.ts'],
    because: 'init is a command of no topic: it is typed before there is anything else',
  },
  ...['commands/login.ts', 'commands/logout.ts', 'commands/me/sessions/'].map(from => ({
    from,
    to: ['services/sessions/'],
    because: 'whoever signs in thinks of signing in, and of their own sessions, not of sessions',
  })),
  {
    from: 'commands/whoami.ts',
    to: ['services/me/whoami.ts'],
    because: 'whoami is typed without a topic everywhere else, too',
  },
  ...['can-i', 'why'].map(name => ({
    from: `commands/${name}.ts`,
    to: [`services/me/${name}.ts`],
    because: 'what may be done is asked of oneself, before anything is done to any topic',
  })),
  {
    from: 'commands/doctor.ts',
    to: ['@oclif/core/'],
    because: 'doctor has a flag, and no operation that would know of it',
  },
  {
    from: 'commands/dashboard.ts',
    to: ['services/dashboard/'],
    because: 'dashboard is a command of no topic: it looks into every room',
  },
  {
    from: 'services/schema/',
    to: ['store/sqlite/columns.ts', 'store/postgres/columns.ts'],
    because: 'drizzle-kit needs every table built for each engine; nothing else does',
  },
]

const covers = ({ from, to, how }: Rule, file: string, wanted: Import): boolean => {
  if (how === 'type' && wanted.how !== 'type') return false
  if (how === 'dynamic' && wanted.how === 'value') return false
  const topic = file.split('/')[1] ?? ''
  const named = (pattern: string) => pattern.replace('{topic}', topic)
  return file.startsWith(named(from)) && to.some(prefix => wanted.to.startsWith(named(prefix)))
}

const inFolders = (...folders: string[]) =>
  src.filter(({ file }) => folders.some(folder => file.startsWith(`${folder}/`)))

/** A finding as it is read in a failed test: where, and what. */
const at = (source: Source, node: Node, what: string): string =>
  `${source.file}:${source.text.slice(0, node.start).split('\n').length} ${what}`

const find = (among: Source[], what: (node: Node) => string | undefined | false): string[] =>
  among.flatMap(source =>
    [...nodesOf(source.tree)].flatMap(node => {
      const found = what(node)
      return found ? [at(source, node, found)] : []
    }),
  )

describe('who imports whom', () => {
  it('is what the table says', () => {
    const wrong = src.flatMap(({ file, imports }) =>
      imports
        .filter(wanted => !table.some(rule => covers(rule, file, wanted)))
        .map(({ to, how }) => `${file} imports ${to} (${how})`),
    )
    expect(wrong).toEqual([])
  })

  it('leaves no rule in the table that nothing needs', () => {
    const idle = table.filter(
      rule => !src.some(({ file, imports }) => imports.some(wanted => covers(rule, file, wanted))),
    )
    expect(idle).toEqual([])
  })
})

describe('names', () => {
  it('say what is in a file: nothing is called utils, helpers, common and the like', () => {
    const vague = /(^|[/.-])(utils?|helpers?|common|shared|misc|managers?)([/.-]|$)/
    expect([...src, ...tests].map(({ file }) => file).filter(file => vague.test(file))).toEqual([])
  })
})

describe('kernel, store, services and commands', () => {
  const quiet = inFolders('kernel', 'store', 'services', 'commands')

  /** Postgres's own programs are found by PATH and configured by PG… variables. */
  const environment = quiet.filter(({ file }) => file !== 'store/backup.ts')

  it('are told the time and given their random numbers', () => {
    const sources = ['Date.now', 'Math.random', 'performance.now']
    const random = /^(randomBytes|randomUUID|randomInt|getRandomValues)$/
    expect(
      find(quiet, node => {
        if (node.type === 'NewExpression' && nameOf(node.callee) === 'Date') {
          return (node.arguments as Node[]).length === 0 && 'new Date()'
        }
        if (node.type === 'ImportSpecifier') return random.exec(nameOf(node.imported) ?? '')?.[0]
        const member = memberOf(node)
        return sources.find(source => source === member)
      }),
    ).toEqual([])
  })

  it('neither read the environment nor print', () => {
    expect(
      find(
        environment,
        node => /^(process\.(env|argv|std\w+)|console\.\w+)$/.exec(memberOf(node) ?? '')?.[0],
      ),
    ).toEqual([])
  })
})

/** The names by which a call can be seen to be the store's. */
const ours = new Set(['store', 'world', 'outbox'])

/** The name that a chain of members and calls begins with. */
const startOf = (node: Node): string | undefined => {
  const inner = node.object ?? node.callee ?? node.expression
  return inner ? startOf(inner as Node) : nameOf(node)
}

/** The names that stand for something of ours: imported from a file of ours, or made in this one. */
const ownNames = ({ tree }: Source): Set<string | undefined> => {
  const imported = (tree.body as Node[])
    .filter(({ type, source }) => type === 'ImportDeclaration' && isOwn(source as Node))
    .flatMap(({ specifiers }) => (specifiers as Node[]).map(({ local }) => nameOf(local)))
  const made = (tree.body as Node[])
    .map(node => (node.type === 'ExportNamedDeclaration' && (node.declaration as Node)) || node)
    .filter(({ type }) => type === 'VariableDeclaration')
    .flatMap(({ declarations }) => (declarations as Node[]).map(({ id }) => nameOf(id)))
  return new Set([...imported, ...made])
}

const isOwn = (specifier: Node): boolean => String(specifier.value).startsWith('.')

/** A call of the store itself, or of a function of ours that is handed the store or what came of it;
 * and then what it fails with may be told in other words. To mention the store is not enough. */
const isStores = (node: Node, own: Set<string | undefined>): boolean => {
  if (node.type !== 'CallExpression') return false
  const callee = node.callee as Node
  const given = node.arguments as Node[]
  if (nameOf(callee.property) === 'catch') {
    return isStores(callee.object as Node, own) && given.every(part => own.has(nameOf(part)))
  }
  const start = startOf(callee)
  if (start !== undefined && ours.has(start)) return true
  const isHanded = (part: Node) =>
    ours.has(nameOf(part) ?? '') || memberOf(part) === 'world.store' || isStores(part, own)
  return own.has(start) && given.some(isHanded)
}

/** `a.b` of a member, whatever its object is. */
const dotted = (node: Node): string => `${nameOf(node.object) ?? ''}.${nameOf(node.property) ?? ''}`

/** Where a run waits for something else, or might: a promise that is passed on can't be told. */
const waitsOf = (source: Source, run: Node): string[] => {
  const own = ownNames(source)
  return [...nodesOf(run)].flatMap(node => {
    const slow =
      (node.type === 'AwaitExpression' && !isStores(node.argument as Node, own)) ||
      (node.type === 'ForOfStatement' && node.await && !isStores(node.right as Node, own)) ||
      (node.type === 'MemberExpression' && /^(Promise\.|.*\.then$)/.test(dotted(node)))
    return slow ? [at(source, node, 'awaits what is not the store')] : []
  })
}

describe('an operation', () => {
  const operations = inFolders('services').filter(source => operationsIn(source).length > 0)
  const runs = operations.flatMap(source =>
    operationsIn(source).flatMap(definition => {
      const run = functionNamed(definition, 'run')
      return run ? [{ source, run }] : []
    }),
  )

  it('has a file of its own', () => {
    const crowded = operations.filter(source => operationsIn(source).length > 1)
    expect(crowded.map(({ file }) => file)).toEqual([])
    expect(runs).toHaveLength(operations.length)
  })

  it('awaits nothing but its store while it runs', () => {
    expect(runs.flatMap(({ source, run }) => waitsOf(source, run))).toEqual([])
  })

  it.each([
    ['fetch(store.url)', 1],
    ['fetch(store)', 1],
    ['gateways.mail.send(outbox)', 1],
    ['pause(100, () => store.db)', 1],
    ['Promise.all([read(store), fetch(url)])', 2],
    ['read(store).then(() => fetch(url))', 2],
    ['read(store).catch(() => fetch(url))', 1],
    ['read(store).catch(read)', 0],
    ['read(id, queries.of(store, id))', 0],
    ['store.db.select().from(table)', 0],
    ['outbox.send({ id })', 0],
    ['read(store, id)', 0],
    ['queries.read(world.store, id)', 0],
  ])('that awaits %s is found to await %i times what is not its store', (call, found) => {
    const folder = temporaryFolder()
    const head = `import { read } from './a.ts'; import * as queries from './b.ts'
      import { setTimeout as pause } from 'node:timers/promises'`
    const body = `operation({ async run({ store, outbox }) { await ${call} } })`
    writeFileSync(`${folder}/one.ts`, `${head}\n${body}`)
    const [source] = sources(folder) as [Source]
    const run = functionNamed(operationsIn(source)[0]!, 'run')!
    expect(waitsOf(source, run)).toHaveLength(found)
  })

  it('loads nothing while it runs', () => {
    const loads = runs.flatMap(({ source, run }) =>
      [...nodesOf(run)]
        .filter(node => node.type === 'ImportExpression')
        .map(node => at(source, node, 'imports')),
    )
    expect(loads).toEqual([])
  })
})

describe('size', () => {
  const over = (among: Source[], limit: number, except: string[] = []) =>
    among
      .filter(({ file }) => !except.includes(file))
      .map(source => ({ file: source.file, lines: linesOf(source) }))
      .filter(({ lines }) => lines > limit)
      .map(({ file, lines }) => `${file}: ${lines}`)

  it('of an operation is at most 80 lines', () => {
    const long = inFolders('services').flatMap(source =>
      operationsIn(source)
        .map(node => linesOf(source, node))
        .filter(lines => lines > 80)
        .map(lines => `${source.file}: ${lines}`),
    )
    expect(long).toEqual([])
  })

  const hasClass = ({ tree }: Source) => [...nodesOf(tree)].some(node => node.type === 'ClassBody')

  it('of a command that is the face of an operation is at most 30 lines', () => {
    const faces = inFolders('commands').filter(source => !hasClass(source))
    expect(over(faces, 30)).toEqual([])
  })

  it('of a command that does something of its own is at most 80 lines', () => {
    expect(over(inFolders('commands').filter(hasClass), 80)).toEqual([])
  })

  it('of a function, without the functions in it, is at most 70 lines', () => {
    const long = src.flatMap(source =>
      [...nodesOf(source.tree)].filter(isFunction).flatMap(node => {
        const own = ownLines(source, node)
        return own > 70 ? [at(source, node, `${own} lines`)] : []
      }),
    )
    expect(long).toEqual([])
  })

  it('of a file is at most 400 lines, unless it is data', () => {
    expect(over(src, 400, ['services/demo/places.ts'])).toEqual([])
    expect(over(tests, 500)).toEqual([])
  })
})

/** A nested function counts as the one line that it stands on. */
const ownLines = (source: Source, node: Node): number => {
  const outer = (part: Node): boolean => !isFunction(part)
  const nested = [...nodesOf(node, part => outer(part))]
    .flatMap(part => Object.values(part).flat())
    .filter(part => part && typeof part === 'object' && isFunction(part as Node)) as Node[]
  const within = nested.reduce((sum, part) => sum + linesOf(source, part) - 1, 0)
  return linesOf(source, node) - within
}

describe('tests', () => {
  it('mock no module, and none is left out or run alone', () => {
    const banned = /^(vi\.(mock|doMock|hoisted)|(it|test|describe)\.(only|skip|todo))$/
    expect(find(tests, node => banned.exec(memberOf(node) ?? '')?.[0])).toEqual([])
  })

  it('mirror the source: each stands where what it tests stands', () => {
    const apart = [
      'architecture.test.ts',
      'blackbox/',
      'contract/',
      'faults/',
      'races/',
      'services/tenancy/',
      'support/',
    ]
    const folders = new Set(src.map(({ file }) => file.slice(0, -basename(file).length)))
    const lost = tests
      .map(({ file }) => file)
      .filter(file => !apart.some(prefix => file.startsWith(prefix)))
      .filter(file => !folders.has(file.slice(0, -basename(file).length)))
    expect(lost).toEqual([])
  })
})
