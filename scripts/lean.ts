/**
 * What keeps a bundled command quick to start: changes to what esbuild reads, so that a command pays
 * only for what it runs. None of them changes what the program does, and those that know a library's
 * text fail the build when it is no longer there.
 */
import { globSync, readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

/** oclif is CommonJS made by tsc: every module is required at the top, into a name of its own. */
const required = /^const (\w+) = ((?:__import(?:Star|Default)\()?require\("[^"]+"\)\)?);$/gm

/** It opens the stream, a fifth of Node's own start, to hear of a reader that has gone: main.ts listens
 * in its place where oclif prints. */
const touchesStdout = /^process\.stdout\.on\('error', [\s\S]*?^\}\);$/m

/** Each of oclif's requires becomes a function that requires once, where the name is used. */
export const lazyOclif: Plugin = {
  name: 'lazy oclif',
  setup(build) {
    let made = 0
    let spared = 0
    build.onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path }) => {
      const lazy = lazily(readFileSync(path, 'utf8'))
      made += lazy.made
      if (touchesStdout.test(lazy.text)) spared++
      return { contents: lazy.text.replace(touchesStdout, ''), loader: 'js' }
    })
    build.onEnd(() => {
      if (spared !== 1) return { errors: [{ text: 'oclif listens to stdout elsewhere now' }] }
      // Some 170 are known; far fewer means that oclif is written differently now.
      if (made < 120) return { errors: [{ text: `oclif: only ${made} requires made lazy` }] }
      return null
    })
  },
}

const lazily = (source: string): { text: string; made: number } => {
  let text = source
  let made = 0
  for (const [statement, name, load] of source.matchAll(required)) {
    const whole = `(?<![.\\w$])${name}(?![\\w$])`
    const rest = text.replace(statement, '').replaceAll(new RegExp(`${whole}(?=\\.)`, 'g'), '')
    // A name that is also used by itself (passed on, called) stays as it was.
    if (new RegExp(whole).test(rest)) continue
    text = text
      .replaceAll(new RegExp(`${whole}(?=\\.)`, 'g'), `(${name}$())`)
      .replace(statement, () => `let ${name}; const ${name}$ = () => ${name} ??= ${load};`)
    made++
  }
  return { text, made }
}

/** string-width builds its segmenter and its expressions at once: 30 ms, for text beyond ASCII. */
export const lazyStringWidth: Plugin = {
  name: 'lazy string-width',
  setup(build) {
    const main = 'export default function stringWidth('
    build.onLoad({ filter: /node_modules[\\/]string-width[\\/]index\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      // Old ones, which oclif has of its own, are CommonJS and cheap.
      if (source.includes('module.exports')) return null
      if (!source.includes(main)) return { errors: [{ text: 'string-width is written anew' }] }
      const imports = /^import .*$/gm
      const body = source.replaceAll(imports, '').replace(main, 'return function stringWidth(')
      const lines = [
        ...(source.match(imports) ?? []),
        `const load = () => {${body}}`,
        'let loaded',
        'export default (...given) => (loaded ??= load())(...given)',
      ]
      return { contents: lines.join('\n') }
    })
  },
}

/** better-sqlite3 finds its binary beside itself: its text is in our bundle, the binary where it was. */
export const bundledSqlite: Plugin = {
  name: 'bundled better-sqlite3',
  setup(build) {
    build.onLoad({ filter: /better-sqlite3[\\/]lib[\\/]binding\.js$/ }, ({ path }) => {
      const source = readFileSync(path, 'utf8')
      const beside = `path.join(__dirname, '..', `
      if (!source.includes(beside)) {
        return { errors: [{ text: 'better-sqlite3 finds its binary differently now' }] }
      }
      // Beside the package or in it: looking there first is a tenth of asking Node to resolve it.
      const where = [
        `const near = ['../node_modules', '../..'].map(up => path.join(__dirname, up, 'better-sqlite3'))`,
        `const resolved = () => path.dirname(require.resolve('better-sqlite3/package.json'))`,
        `const home = () => near.find(folder => fs.existsSync(folder)) ?? resolved()`,
      ]
      const contents = source.replaceAll(beside, 'path.join(home(), ')
      return {
        contents: contents.replace(/^const path = .*$/m, found => [found, ...where].join('\n')),
      }
    })
  },
}

/**
 * Node's own modules, and native ones, asked for where they are used. As imports they would all stand
 * at the top of the program; and importing `node:fs` reads its every property, of which some load
 * half of Node.
 */
export const lazyExternals = (natives: readonly string[]): Plugin => ({
  name: 'lazy externals',
  setup(build) {
    build.onResolve({ filter: /^[@a-z]/ }, ({ path, kind, namespace, importer }) => {
      if (natives.includes(path) && namespace === 'external') return { path, external: true }
      if (kind !== 'import-statement') return null
      const ours = !importer.includes('node_modules')
      if (isBuiltin(path)) return { path, namespace: ours ? 'builtin' : 'external' }
      return natives.includes(path) ? { path, namespace: 'external' } : null
    })
    build.onLoad({ filter: /.*/, namespace: 'builtin' }, ({ path }) => ({
      contents: forwarding(path),
    }))
    build.onLoad({ filter: /.*/, namespace: 'external' }, ({ path }) => ({
      contents: isBuiltin(path)
        ? `module.exports = process.getBuiltinModule('${path}')`
        : `module.exports = require('${path}')`,
    }))
  },
})

/** What our source imports from a module of Node's. Its functions load it when they are called. */
const forwarding = (path: string): string => {
  const real = process.getBuiltinModule(path) as unknown as Record<string, unknown>
  const isPlain = (name: string) => /^[a-z]/.test(name) && typeof real[name] === 'function'
  const lines = importedFrom(path).map(name =>
    isPlain(name)
      ? `export const ${name} = (...given) => load().${name}(...given)`
      : `export const ${name} = load().${name}`,
  )
  return [`const load = () => process.getBuiltinModule('${path}')`, ...lines].join('\n')
}

/** The names that our source imports from a module, types apart. */
const importedFrom = (path: string): string[] => {
  const imports = new RegExp(`^(?:import|export) \\{([^}]*)\\} from '${path}'$`, 'gm')
  const texts = globSync('src/**/*.ts').map(file => readFileSync(file, 'utf8'))
  const listed = texts.flatMap(text => [...text.matchAll(imports)]).map(([, names]) => names!)
  const names = listed.flatMap(names => names.split(',')).map(name => name.trim().split(' ')[0]!)
  return [...new Set(names)].filter(name => name !== '' && name !== 'type')
}

/** Libraries that are imported dynamically get files of their own: `found` collects them. */
export const ownFiles = (found: Map<string, string>, natives: readonly string[]): Plugin => ({
  name: 'own files',
  setup(build) {
    build.onResolve({ filter: /^[@a-z]/ }, ({ path, kind, importer }) => {
      if (kind !== 'dynamic-import' || /node_modules/.test(importer)) return null
      if (isBuiltin(path) || natives.includes(path)) return { path, external: true }
      const file = path.replace('@', '').replaceAll('/', '-')
      found.set(file, path)
      return { path: `./lib/${file}.js`, external: true }
    })
  },
})
