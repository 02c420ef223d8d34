/** What can be done to the book of environments: pure, and refusing what can not be. */
import { conflict, invalid } from '../../kernel/errors.ts'
import { type Book, type Entry, local } from './resolve.ts'

/** Throws `conflict` when the name is taken. */
export const withNew = (book: Book, name: string, entry: Entry): Book => {
  if (name === local || Object.hasOwn(book.environments, name)) {
    throw conflict(`There is an environment ${name} already.`, {
      field: 'name',
      hint: name === local ? 'It is the database in STEWARD_HOME.' : 'Change it with edit.',
    })
  }
  return { ...book, environments: { ...book.environments, [name]: entry } }
}

/** Only what is given changes. Throws `invalid_input` when nothing is. */
export const withChanges = (book: Book, name: string, changes: Partial<Entry>): Book => {
  const given = Object.entries(changes).filter(([, value]) => value !== undefined)
  if (given.length === 0) {
    throw invalid(undefined, 'Nothing to change: give --database, --colour or --[no-]protected.')
  }
  const entry = { ...known(book, name), ...Object.fromEntries(given) }
  return { ...book, environments: { ...book.environments, [name]: entry } }
}

export const withInUse = (book: Book, name: string): Book => ({
  ...book,
  inUse: name === local ? null : name,
})

/** When it was in use, the database in STEWARD_HOME is again. */
export const without = (book: Book, name: string): Book => {
  known(book, name)
  const { [name]: _, ...environments } = book.environments
  return { inUse: book.inUse === name ? null : book.inUse, environments }
}

const known = ({ environments }: Book, name: string): Entry => {
  if (name === local) {
    throw conflict('local is the database in STEWARD_HOME, and stays as it is.', {
      hint: 'Give that file a name of its own with environments add.',
    })
  }
  return environments[name]!
}
