/**
 * Bundles the program into dist/: one file per command, what they share in chunks, drivers and heavy
 * libraries in chunks of their own that are only read where they are used. Native modules stay out.
 */
import { globSync, rmSync } from 'node:fs'
import { build } from 'esbuild'

/** CommonJS libraries inside an ES module bundle still call require, and ask where they are. */
const banner = [
  "import { createRequire as steward_require } from 'node:module'",
  "import { dirname as steward_dirname } from 'node:path'",
  'const require = steward_require(import.meta.url)',
  'const __filename = import.meta.filename',
  'const __dirname = steward_dirname(__filename)',
].join('\n')

rmSync('dist', { recursive: true, force: true })
await build({
  entryPoints: ['src/main.ts', ...globSync('src/commands/**/*.ts')],
  outbase: 'src',
  outdir: 'dist',
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
  logLevel: 'warning',
})
