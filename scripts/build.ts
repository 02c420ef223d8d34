/**
 * Bundles the program into dist/: program.cjs holds all of ours, each module started when it is first
 * used, and start.cjs loads it; libraries that only some commands need lie beside it, read where they
 * are used; native modules stay out. (One file per module shared would be fifty small ones for each
 * command.)
 * `--if-stale` leaves a dist/ alone that was built from the same text.
 */
import { hash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname } from 'node:path'
import { type BuildOptions, type BuildResult, build } from 'esbuild'
import { bundledSqlite, lazyExternals, lazyOclif, lazyStringWidth, ownFiles } from './lean.ts'
import { noticesOf } from './notices.ts'

type Built = BuildResult<{ metafile: true }>

/** CommonJS libraries inside an ES module bundle still call require, and ask where they are. */
const banner = [
  "const require = process.getBuiltinModule('node:module').createRequire(import.meta.url)",
  'const __filename = import.meta.filename',
  'const __dirname = import.meta.dirname',
].join('\n')

/** Of all that the bundle is made from. */
const digest = (): string => {
  const files = globSync('src/**/*.ts').concat(globSync('scripts/{build,lean,notices}.ts'))
  const texts = [...files, 'package-lock.json']
    .map(file => file.replaceAll('\\', '/'))
    .sort()
    .map(file => `${file}\0${readFileSync(file, 'utf8')}\0`)
  return hash('sha256', texts.join(''))
}

const built = (): string | null => {
  try {
    return readFileSync('dist/digest', 'utf8')
  } catch {
    return null
  }
}

/** What stays a dependency of the package: it can't be bundled, or is loaded only where it is. */
const natives = ['@node-rs/argon2', '@napi-rs/keyring', 'pg-native']

const common = {
  bundle: true,
  platform: 'node',
  target: 'node22',
  minifySyntax: true,
  minifyWhitespace: true,
  legalComments: 'none',
  external: [...natives, 'better-sqlite3/package.json'],
  metafile: true,
  logLevel: 'warning',
} satisfies BuildOptions

/** The program and what it always needs: one file, of which each part starts when it is used. */
const bundleProgram = async (outdir: string, libraries: Map<string, string>): Promise<Built> => {
  const outfile = `${outdir}/program.cjs`
  const built = await build({
    ...common,
    outfile,
    format: 'cjs',
    entryPoints: ['src/main.ts'],
    plugins: [
      ownFiles(libraries, natives),
      bundledSqlite,
      lazyExternals(natives),
      lazyOclif,
      lazyStringWidth,
    ],
  })
  writeFileSync(outfile, named(readFileSync(outfile, 'utf8')))
  return built
}

/** As src/start.ts wants it: a function, as Node makes one of a module, with the text's digest first.
 * In ASCII: esbuild leaves regular expressions as they are. What is imported when it is needed is
 * imported by who runs the function: in a text with a code cache Node calls that experimental. */
const named = (text: string): string => {
  const escaped = (found: string) => `\\u${found.charCodeAt(0).toString(16).padStart(4, '0')}`
  const body = text
    .replaceAll(/[\u0080-\uffff]/g, escaped)
    .replaceAll(/(?<![\w$.'"`])import\(/g, '__import(')
  const whole = `(function(exports,require,module,__filename,__dirname,__import){${body}\n})`
  return `/* ${hash('sha256', whole)} */${whole}`
}

/** What loads the program. */
const bundleStart = async (outdir: string): Promise<void> => {
  const plugins = [lazyExternals(natives)]
  const outfile = `${outdir}/start.cjs`
  await build({ ...common, outfile, format: 'cjs', entryPoints: ['src/start.ts'], plugins })
  const door =
    "import { program } from './start.cjs'\nexport const { main, command, help, thread } = program()\n"
  writeFileSync(`${outdir}/main.js`, door)
}

/** The libraries that are loaded where they are used, with the names that they export. */
const bundleLibraries = async (outdir: string, libraries: Map<string, string>): Promise<Built> => {
  const entries = `${outdir}.entries`
  mkdirSync(entries, { recursive: true })
  for (const [file, path] of libraries) {
    const names = Object.keys(await import(path)).filter(name => /^\w+$/.test(name))
    writeFileSync(`${entries}/${file}.js`, `export { ${names.join(', ')} } from '${path}'\n`)
  }
  const entryPoints = globSync(`${entries}/*.js`)
  const built = await build({
    ...common,
    outdir: `${outdir}/lib`,
    format: 'esm',
    banner: { js: banner },
    splitting: true,
    entryPoints,
  })
  rmSync(entries, { recursive: true })
  return built
}

/** oclif finds commands and help by their files. Each is a door to the same class in main.js. */
const writeDoors = (outdir: string): void => {
  writeFileSync(
    `${outdir}/help.js`,
    `import { help } from './main.js'\nexport default await help()\n`,
  )
  writeFileSync(`${outdir}/thread.js`, `import { thread } from './main.js'\nawait thread()\n`)
  for (const file of globSync('src/commands/**/*.ts')) {
    const path = file.replaceAll('\\', '/').replace(/^src\/commands\/|\.ts$/g, '')
    const up = '../'.repeat(path.split('/').length)
    const door = `import { command } from '${up}main.js'\nexport default await command('${path}')\n`
    mkdirSync(dirname(`${outdir}/commands/${path}`), { recursive: true })
    writeFileSync(`${outdir}/commands/${path}.js`, door)
  }
}

/** A folder can't be renamed onto one that holds something: the old one is moved out of the way, and
 * again where another build has put its own there in between. The last one stays. */
const putInPlace = (aside: string): void => {
  for (let left = 100; !renamed(aside, 'dist', left === 0); left--) {
    const old = `${aside}.old`
    renamed('dist', old, false)
    rmSync(old, { recursive: true, force: true })
  }
}

const renamed = (from: string, to: string, insist: boolean): boolean => {
  try {
    renameSync(from, to)
    return true
  } catch (error) {
    if (insist) throw error
    return false
  }
}

const wanted = digest()
if (!process.argv.includes('--if-stale') || built() !== wanted) {
  // Built aside and put in place whole: two builds at once, or a failed one, leave no half dist/.
  const aside = `.tmp/dist-${process.pid}`
  mkdirSync('.tmp', { recursive: true })
  const libraries = new Map<string, string>()
  const program = await bundleProgram(aside, libraries)
  const rest = await bundleLibraries(aside, libraries)
  await bundleStart(aside)
  writeDoors(aside)
  writeFileSync(`${aside}/digest`, wanted)
  writeFileSync(`${aside}/THIRD_PARTY_NOTICES.md`, noticesOf(program.metafile, rest.metafile))
  putInPlace(aside)
}
