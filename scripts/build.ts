/**
 * Bundles the program into dist/: one file per command, what they share in chunks, drivers and heavy
 * libraries in chunks of their own that are only read where they are used. Native modules stay out.
 * `--if-stale` leaves a dist/ alone that was built from the same text.
 */

import { hash } from 'node:crypto'
import { globSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { build } from 'esbuild'
import { lazyOclif, lazyStringWidth, plainBuiltins } from './lean.ts'
import { noticesOf } from './notices.ts'

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

const bundle = async (outdir: string) => {
  const { metafile } = await build({
    entryPoints: ['src/main.ts', ...globSync('src/commands/**/*.ts')],
    outbase: 'src',
    outdir,
    bundle: true,
    splitting: true,
    format: 'esm',
    platform: 'node',
    target: 'node22',
    minifySyntax: true,
    minifyWhitespace: true,
    legalComments: 'none',
    external: ['better-sqlite3', '@node-rs/argon2', 'pg-native'],
    banner: { js: banner },
    plugins: [lazyOclif, lazyStringWidth, plainBuiltins],
    metafile: true,
    logLevel: 'warning',
  })
  return metafile
}

const wanted = digest()
if (!process.argv.includes('--if-stale') || built() !== wanted) {
  // Built aside and put in place whole: two builds at once, or a failed one, leave no half dist/.
  const aside = `.tmp/dist-${process.pid}`
  mkdirSync('.tmp', { recursive: true })
  const metafile = await bundle(aside)
  writeFileSync(`${aside}/digest`, wanted)
  writeFileSync(`${aside}/THIRD_PARTY_NOTICES.md`, noticesOf(metafile))
  rmSync('dist', { recursive: true, force: true })
  renameSync(aside, 'dist')
}
