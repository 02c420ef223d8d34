/** What is said of an environment on a command line. */
import * as Flags from '@oclif/core/flags'
import { choice, flag, optional, text, withDefault } from '../../kernel/fields.ts'
import { colours, namePattern } from './resolve.ts'

const database = text({
  about: 'postgres://USER:PASSWORD@HOST/DATABASE, or sqlite:/path/to/steward.db.',
  max: 2000,
})

const colour = optional(
  choice({ about: 'Of the line above its commands; by kind unless given.', of: colours }),
)

const guarded = 'Ask for its name before anything is destroyed in it.'

const name = text({
  about: 'The name of the environment.',
  max: 32,
  pattern: namePattern,
  shape: 'of a-z, 0-9 and -, at most 32 characters',
})

/** By position everywhere. */
export const positionals = ['name']

export const nameFields = { name }
export const showFields = { name: optional(name) }

export const addFields = {
  name,
  database,
  colour,
  protected: withDefault(flag({ about: guarded }), false),
}

export const editFields = {
  name,
  database: optional(database),
  colour,
  protected: optional(flag({ about: guarded })),
}

/** Where else an address may come from. */
export const databaseFlags = {
  'database-stdin': Flags.boolean({
    description: 'Read it from standard input: what is in argv can be seen by others.',
  }),
  'database-file': Flags.string({ description: 'Read it from a file.', helpValue: 'FILE' }),
}

/** The address to copy to, in argv where it holds no password. */
export const addressFlag = Flags.string({
  description:
    'postgres://HOST/DATABASE, or sqlite:/path/to/steward.db; with a password, use --to-file.',
  helpValue: 'URL',
})

/** Taking a guard away asks for the name of what it guards. */
export const confirmFlag = {
  confirm: Flags.string({
    description: 'The name of the environment, where it is protected.',
    helpValue: 'NAME',
    multiple: true,
    multipleNonGreedy: true,
    helpGroup: 'SAFETY',
  }),
}
