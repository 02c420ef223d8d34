/** The words that a command line begins with, as they are meant. */

/** Words that other systems use for our topics. They work, and help doesn't list them. */
const otherWords: Record<string, string> = {
  users: 'consumers',
  clients: 'accounts',
  supervisors: 'team',
  'api-keys': 'keys',
  search: 'find',
}

/**
 * Nothing at all asks where one is. `users list` is `consumers list`, and `help consumers list` is `consumers list --help`, unless
 * `isCommand` knows it: what is explained beyond commands (`help exit-codes`) are commands.
 */
export const meant = (argv: readonly string[], isCommand: (path: string) => boolean): string[] => {
  const [first = '', ...rest] = argv
  if (argv.length === 0) return ['here']
  if (first === 'help' && !isCommand(`help/${rest[0]}`)) {
    return [...(rest.length === 0 ? [] : meant(rest, isCommand)), '--help']
  }
  return Object.hasOwn(otherWords, first) ? [otherWords[first]!, ...rest] : [...argv]
}

/** The words before the first flag or value that could not be a command's name. */
export const leadingWords = (argv: readonly string[]): string[] => {
  const end = argv.findIndex(word => !/^[a-z][a-z0-9-]*$/.test(word))
  return argv.slice(0, end < 0 ? argv.length : end)
}
