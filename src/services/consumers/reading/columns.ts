/** Which of our fields each column of a file is: as it is said, by our own names, or by a guess that
 * is shown before anything is done. */
import { invalid } from '../../../kernel/errors.ts'
import { nearest } from '../../../kernel/nearest.ts'
import { importConsumer } from '../import.ts'
import { Consumer } from '../record.ts'

/** What may be in a file. How a conflict is met is said of the file as a whole. */
export const columns = Object.keys(importConsumer.input).filter(name => name !== 'onConflict')

/** What an export has besides what can be imported: worked out, or ours to give. */
const derived = Object.keys(Consumer.shape).filter(name => !columns.includes(name))

const known = new Set([...columns, ...derived])
const importable = new Set(columns)

export const isKnown = (name: string): boolean => known.has(name)
export const isImportable = (name: string): boolean => importable.has(name)

/** What the person says of the columns of their file. */
export type Wishes = {
  /** Our field by the name of their column. */
  map: ReadonlyMap<string, string>
  /** Their columns to be passed over; `*` for each that is not known. */
  ignore: string[]
}

/** Throws `invalid_input` for an option that can't be: `name=full_name` is our field and their column. */
export const wishesOf = (pairs: readonly string[] = [], ignore: string[] = []): Wishes => {
  const map = new Map<string, string>()
  for (const pair of pairs) {
    const at = pair.indexOf('=')
    const [ours, theirs] = [pair.slice(0, at).trim(), pair.slice(at + 1).trim()]
    if (at < 1 || theirs === '') {
      throw invalid('map', 'map is our field, an equals sign and your column: name=full_name.')
    }
    if (!importable.has(ours)) throw invalid('map', 'map begins with a field of ours.', hint(ours))
    if ([...map.values()].includes(ours)) throw invalid('map', `map has ${ours} twice.`)
    if (map.has(theirs)) throw invalid('map', 'map has a column of yours twice.')
    map.set(theirs, ours)
  }
  return { map, ignore }
}

const hint = (name: string): string => {
  const near = nearest(name, columns)
  const all = `Fields: ${columns.join(', ')}.`
  return near ? `Did you mean ${near}? ${all}` : all
}

/** What others call our fields, in small letters and digits alone. */
const spellings: Record<string, string> = {
  name: 'fullname displayname contactname customername clientname',
  firstName: 'first givenname forename fname',
  lastName: 'last surname familyname lname',
  company:
    'companyname organisation organization organisationname organizationname employer business businessname',
  industry: 'sector lineofbusiness',
  email: 'emailaddress mail mailaddress emailid primaryemail workemail',
  phone:
    'phonenumber phoneno mobile mobilephone mobilenumber mobileno cell cellphone cellnumber telephone telephonenumber tel msisdn primaryphone',
  country: 'countrycode countryname countryiso nation',
  language: 'lang locale languagecode preferredlanguage',
  externalId:
    'uuid guid userid customerid clientid contactid accountid memberid customerno customernumber clientnumber externalref',
  tags: 'tag labels label keywords',
  status: 'accountstatus userstatus customerstatus',
  statusReason: 'suspensionreason rejectionreason',
  createdAt:
    'created createdon creationdate createddate datecreated createtime registered registeredat registrationdate registeredon signupdate signedupat joined joinedat joindate membersince',
  lastSignInAt: 'lastsignin lastlogin lastloginat lastlogindate lastsignedin lastloggedin',
  emailVerifiedAt: 'emailconfirmedat emailverifiedon',
  phoneVerifiedAt: 'phoneconfirmedat phoneverifiedon',
  twoFactor: '2fa mfa twofactorenabled 2faenabled mfaenabled',
  passwordHash: 'hashedpassword encryptedpassword passworddigest passwordbcrypt',
}

const bare = (text: string): string => text.toLowerCase().replace(/[^\p{L}\p{N}]/gu, '')

const byName = new Map([...known].map(name => [name.toLowerCase(), name]))
const bySpelling = new Map([
  ...[...known].map(name => [bare(name), name] as const),
  ...Object.entries(spellings).flatMap(([name, others]) =>
    others.split(' ').map(other => [other, name] as const),
  ),
])

/** The field that a name which isn't ours stands for; undefined when none is near at hand. */
export const guessed = (theirs: string): string | undefined => bySpelling.get(bare(theirs))

export type Mapping = {
  /** Our field of each column in turn; null for one that is passed over. */
  fields: (string | null)[]
  /** Their column by our field, where the two are called differently. */
  mapping: Record<string, string>
  /** Those of `mapping` that nobody said. */
  guessed: string[]
  ignored: string[]
}

type Choice = { field: string | null; how: 'said' | 'name' | 'guess' }

/** The mapping of a header, which is on a line. `first` is the first row: an id that isn't ours is
 * their own. Throws `invalid_input`, naming the column, before anything is done. */
export const mappingOf = (
  { cells, line }: { cells: readonly string[]; line: number },
  wishes: Wishes,
  first: readonly string[] = [],
): Mapping => {
  const names = cells.map(cell => cell.trim())
  if (names.every(name => name === '')) throw nameless(line)
  refuseAbsent(names, wishes)
  const said = names.map(name => choice(name, wishes))
  const taken = new Set(said.flatMap(one => (one && one.how !== 'guess' ? (one.field ?? []) : [])))
  const chosen = said.map((one, at): Choice | undefined => {
    if (isForeignId(one, first[at], taken)) return { field: 'externalId', how: 'guess' }
    const idle = !one || (one.how === 'guess' && taken.has(one.field!))
    return idle && wishes.ignore.includes('*') ? { field: null, how: 'said' } : one
  })
  if (!allKnown(chosen)) {
    const unknown = chosen.flatMap((one, at) => (one ? [] : [{ name: names[at]!, column: at + 1 }]))
    throw unknownColumns(unknown, line)
  }
  refuseTwice(names, chosen, line)
  return told(names, chosen)
}

const choice = (name: string, { map, ignore }: Wishes): Choice | undefined => {
  const said = map.get(name)
  if (said) return { field: said, how: 'said' }
  if (name === '' || ignore.includes(name)) return { field: null, how: 'said' }
  const own = isKnown(name) ? name : byName.get(name.toLowerCase())
  if (own) return { field: own, how: 'name' }
  const guess = guessed(name)
  return guess === undefined ? undefined : { field: guess, how: 'guess' }
}

/** Spreadsheets leave columns behind that have no name and nothing in them; a cell that does hold
 * something isn't lost without a word. */
export const isUnnamed = (cell: string, { ignore }: Wishes): boolean =>
  cell.trim() === '' && !ignore.includes('*') && !ignore.includes('')

const nameless = (line: number) =>
  invalid('file', 'No column of the file has a name.', `Fields: ${columns.join(', ')}.`, { line })

/** A column called id that doesn't hold ids of ours would find nobody, and be lost. */
const isForeignId = (one: Choice | undefined, cell: string | undefined, taken: Set<string>) =>
  one?.how === 'name' &&
  one.field === 'id' &&
  !!cell &&
  !cell.startsWith('con_') &&
  !taken.has('externalId')

const shown = (name: string): string => JSON.stringify(name.slice(0, 80))

const allKnown = (chosen: readonly (Choice | undefined)[]): chosen is Choice[] =>
  chosen.every(one => one !== undefined)

/** As many as one reads; a file of something else altogether has more. */
const mostTold = 20

type Unknown = { name: string; column: number }

const unknownColumns = (unknown: readonly Unknown[], line: number) => {
  const told = unknown.slice(0, mostTold)
  const list = told.map(({ name, column }) => `${shown(name)} (line ${line}, column ${column})`)
  const more = unknown.length > told.length ? `, and ${unknown.length - told.length} more` : ''
  const what = unknown.length === 1 ? 'a column' : 'columns'
  return invalid(
    'file',
    `The file has ${what} that consumers do not have: ${list.join(', ')}${more}.`,
    [...meantBy(told), flagsFor(told), `Fields: ${columns.join(', ')}.`].join(' '),
    {
      line,
      column: told[0]!.name.slice(0, 80),
      columns: told.map(({ name, column }) => ({ name: name.slice(0, 80), column })),
    },
  )
}

const meantBy = (unknown: readonly Unknown[]): string[] =>
  unknown.flatMap(({ name }) => {
    if (bare(name) === 'password') return ['Passwords are taken only as hashes, in passwordHash.']
    const near = nearest(name, columns)
    if (!near) return []
    return [
      unknown.length === 1 ? `Did you mean ${near}?` : `${shown(name)}: did you mean ${near}?`,
    ]
  })

/** Ready to be put into the command, quoted as a shell wants it. */
const flagsFor = (unknown: readonly Unknown[]): string => {
  const words = unknown.map(({ name }) => {
    if (/^[\w.-]{1,80}$/.test(name)) return `--ignore ${name}`
    return /^[\p{L}\p{N} _.:()/#&+-]{1,80}$/u.test(name) ? `--ignore '${name}'` : '--ignore COLUMN'
  })
  return `Say --map FIELD=COLUMN for what is ours, and for the rest ${words.join(' ')}, or --ignore '*'.`
}

const refuseAbsent = (names: readonly string[], { map, ignore }: Wishes): void => {
  const wanted = [...map.keys(), ...ignore.filter(name => name !== '*')]
  const absent = wanted.find(name => !names.includes(name))
  if (absent === undefined) return
  const near = nearest(absent, [...names])
  const all = `Its columns: ${names.map(shown).join(', ').slice(0, 400)}.`
  throw invalid(
    map.has(absent) ? 'map' : 'ignore',
    `The file has no column ${shown(absent)}.`,
    near ? `Did you mean ${shown(near)}? ${all}` : all,
  )
}

const refuseTwice = (names: readonly string[], chosen: readonly Choice[], line: number): void => {
  for (const [at, { field }] of chosen.entries()) {
    const other = field === null ? -1 : chosen.findIndex(one => one.field === field)
    if (other < 0 || other === at) continue
    const [a, b] = [shown(names[other]!), shown(names[at]!)]
    throw invalid(
      'file',
      a.toLowerCase() === b.toLowerCase()
        ? `The file has two columns named ${field} (line ${line}, columns ${other + 1} and ${at + 1}).`
        : `The file has two columns for ${field} (line ${line}): ${a}, column ${other + 1}, and ${b}, column ${at + 1}.`,
      `Say which: --map ${field}=COLUMN and --ignore for the other; or take one out.`,
      { line, columns: [other + 1, at + 1] },
    )
  }
}

const told = (names: readonly string[], chosen: readonly Choice[]): Mapping => {
  const fields = chosen.map(({ field }) => (field && isImportable(field) ? field : null))
  const renamed = chosen.flatMap(({ field, how }, at) =>
    field && how !== 'name' ? [[field, names[at]!, how] as const] : [],
  )
  return {
    fields,
    mapping: Object.fromEntries(renamed.map(([field, name]) => [field, name])),
    guessed: renamed.flatMap(([field, , how]) => (how === 'guess' ? [field] : [])),
    ignored: names.filter((name, at) => chosen[at]!.field === null && name !== ''),
  }
}
