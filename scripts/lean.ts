/**
 * What keeps a bundled command quick to start: three rewritings of what esbuild reads, so that a
 * command pays only for what it runs. None of them changes what the program does, and each fails
 * the build when the text it knows is no longer there.
 */
import { readFileSync } from 'node:fs'
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

const builtin = /^import \{([^}]*)\} from '(node:[^']+)'$/gm

/** Importing `node:fs` reads its every property, and some of those load half of Node. */
export const plainBuiltins: Plugin = {
  name: 'plain builtins',
  setup(build) {
    build.onLoad({ filter: /[\\/]src[\\/].*\.ts$/ }, ({ path }) => {
      if (path.includes('node_modules')) return null
      const contents = readFileSync(path, 'utf8').replaceAll(builtin, (_, names, module) => {
        return `const { ${valuesOf(names)} } = process.getBuiltinModule('${module}')`
      })
      return { contents, loader: 'ts' }
    })
  },
}

/** What is imported besides types, as it is written in a destructuring. */
const valuesOf = (names: string): string =>
  names
    .split(',')
    .map(name => name.trim())
    .filter(name => name !== '' && !name.startsWith('type '))
    .map(name => name.replace(' as ', ': '))
    .join(', ')
