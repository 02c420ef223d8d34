import { defineConfig } from 'drizzle-kit'

const dialect = process.env.DIALECT === 'postgres' ? 'postgres' : 'sqlite'

/** `npm run migrations` runs this once for each engine. */
export default defineConfig({
  dialect: dialect === 'postgres' ? 'postgresql' : 'sqlite',
  schema: `./src/services/schema/${dialect}.ts`,
  out: `./migrations/${dialect}`,
})
