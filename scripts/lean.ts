/**
 * What keeps a bundled command quick to start: changes to what esbuild reads, so that a command pays
 * only for what it runs. None of them changes what the program does, and those that know a library's
 * text fail the build when it is no longer there.
 */
import { readFileSync } from 'node:fs'
import { isBuiltin } from 'node:module'
import type { Plugin } from 'esbuild'

/** oclif is CommonJS made by tsc: every module is required at the top, into a name of its own. */
const required = /^const (\w+) = ((?:__import(?:Star|Default)\()?require\("[^"]+"\)\)?);$/gm

/** Each of oclif's requires becomes a function that requires once, where the name is used. */
export const lazyOclif: Plugin = {
  name: 'lazy oclif',
  setup(build) {
    let made = 0
    build.onLoad({ filter: /@oclif[\\/]core[\\/]lib[\\/].*\.js$/ }, ({ path }) => {
      const lazy = lazily(readFileSync(path, 'utf8'))
      made += lazy.made
      return { contents: lazy.text, loader: 'js' }
    })
    build.onEnd(() => {
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

/**
 * Node's own modules, and native ones, asked for where their importer starts. As imports they would
 * all stand at the top of main.js; and importing `node:fs` reads its every property, of which some
 * load half of Node.
 */
export const lazyExternals = (natives: readonly string[]): Plugin => ({
  name: 'lazy externals',
  setup(build) {
    build.onResolve({ filter: /^[@a-z]/ }, ({ path, kind, namespace }) => {
      if (natives.includes(path) && namespace === 'external') return { path, external: true }
      if (kind !== 'import-statement') return null
      return natives.includes(path) || isBuiltin(path) ? { path, namespace: 'external' } : null
    })
    build.onLoad({ filter: /.*/, namespace: 'external' }, ({ path }) => ({
      contents: isBuiltin(path)
        ? `module.exports = process.getBuiltinModule('${path}')`
        : `module.exports = require('${path}')`,
    }))
  },
})

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
