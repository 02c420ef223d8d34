/** What an import reads, and what becomes of what others call theirs. */
import type { Field } from '../../kernel/fields.ts'
import { catalogue } from '../../services/catalogue.ts'
import type { Part } from './layout.ts'

/** The fields of a row, from the operation itself. */
const fieldRows = async (): Promise<[string, string][]> => {
  const { input } = await catalogue['consumers.import']()
  return Object.entries(input as Record<string, Field>)
    .filter(([name]) => name !== 'onConflict')
    .map(([name, { about, choices = [] }]) => [
      name,
      choices.length > 0 ? `${about} One of: ${choices.join(', ')}.` : about,
    ])
}

/** Which of their columns is what, and which of their people is who. */
const people: Part[] = [
  {
    title: 'COLUMNS',
    rows: [
      ['by name', 'A column called as a field is that field, however it is capitalised.'],
      [
        'by guess',
        'Full Name, E-mail, Mobile, Company name, Created, UUID and the like are taken for what they can only be, and shown before anything is done.',
      ],
      [
        '--map',
        'Our field and your column: --map name=full_name. It goes before any name or guess, and finds attributes of Keycloak and metadata of Auth0 too: --map company=attributes.org.',
      ],
      ['--ignore', "A column to be passed over; --ignore '*' for each that is not known."],
    ],
  },
  {
    title: 'WHO IS WHO',
    rows: [
      ['known', 'By our id, else by externalId, else by email; by each once in a file.'],
      ['gone', 'A row with our id of somebody merged, erased or deleted fails, and says which.'],
      ['--on-conflict', 'update what the row says, skip whoever is here, or fail their rows.'],
      [
        'never',
        'Registration, source, a password and a later sign-in of whoever is here are not rewritten.',
      ],
    ],
  },
]

export const importFormatsTopic = async (): Promise<Part[]> => [
  {
    text: 'An import is of one file, read as a stream. Its format is what --format says, else what its name says, else how it begins. A row that can not be read or brought in is told by line and column, and takes no other with it.',
  },
  {
    title: 'FORMATS',
    rows: [
      [
        'csv',
        'The first line names the columns. Commas, semicolons or tabs; LF, CRLF or CR; quotes as RFC 4180 has them; text is UTF-8 unless --encoding says otherwise.',
      ],
      ['ndjson', 'One JSON object a line, with the fields below.'],
      ['json', 'An array of such objects, bare or as the data of an export.'],
      [
        'keycloak',
        'A realm with its users, a file of kc.sh export, or users in an array. Disabled users become suspended.',
      ],
      [
        'auth0',
        'Users as their export and their bulk import have them, one a line or in an array; then the file of password hashes, which finds people by their id. Blocked users become suspended.',
      ],
    ],
  },
  {
    title: 'EXAMPLES',
    lines: [
      'steward consumers import crm.csv --map name=full_name --ignore score --dry-run',
      'steward consumers import people.csv --failed-to failed.csv',
      'steward consumers export -o ndjson | STEWARD_ENV=staging steward consumers import -',
    ],
  },
  ...people,
  {
    title: 'PASSWORDS',
    text: 'Hashes are kept as they are: bcrypt ($2b$…, at most 14 rounds), Argon2 ($argon2id$…) and PBKDF2 ($pbkdf2-sha256$i=27500,l=64$SALT$HASH, at most 2,000,000 iterations). At the first sign-in ours, Argon2id, takes the place of one; until then a sign-in takes as long as the old hash does. A hash that would take too long to check fails its row. No export holds one.',
  },
  {
    title: 'STOPPED',
    text: 'Ctrl-C ends an import between two chunks, and tells how to go on: --resume RUN with the same file and flags. Whatever ended it, no row is done twice. What comes by a pipe (-, or <(zcat FILE)) is simply brought in again, without --resume: rows that are done are skipped, except for people who have no id, externalId or email to be known by.',
  },
  {
    title: 'DRY RUN',
    text: 'With --dry-run a person sees what would change of whom is here already, and the first of the new; -o ndjson has every row with its changes; one document of --json has up to 10,000 of each and says so where there are more.',
  },
  { title: 'FIELDS', rows: await fieldRows() },
  {
    text: 'What has no place here (roles, groups, social identities, one-time codes, other attributes) is counted and named at the end, as notCarriedOver in JSON.',
  },
]
