import { plainTable } from '../../store/table.ts'

/** Guesses at something secret, counted by what is guessed at, whether or not it exists. */
export const guessesTable = plainTable('guesses', d =>
  d.table(
    'guesses',
    {
      provider: d.integer('provider').notNull(),
      target: d.text('target').notNull(),
      failures: d.integer('failures').notNull(),
      /** Tries before this are refused unevaluated. */
      waitUntil: d.instant('wait_until').notNull(),
    },
    t => [d.primaryKey({ columns: [t.provider, t.target] })],
  ),
)
