/** What is explained beyond commands, made from the code that does it wherever there is some. */
import { describeFilter, type FilterFields, operatorsOf } from '../../kernel/filter.ts'
import { catalogue } from '../../services/catalogue.ts'
import { exitTexts } from '../exits.ts'
import { formats } from '../options.ts'
import { variables } from '../variables.ts'
import type { Part } from './layout.ts'

export const exitCodesTopic = async (): Promise<Part[]> => [
  {
    text: 'Scripts decide by the exit code, never by the text. `steward COMMAND --help` lists those of a command.',
  },
  { title: 'EXIT CODES', rows: [...exitTexts()].map(([code, text]) => [String(code), text]) },
  {
    text: 'With --json the error says more: {"error": {code, message, hint, field, details}}. After 10, repeat the command with the same --idempotency-key: the answer tells what became of it.',
  },
]

/** The operators, by what is compared. */
const operatorRows = (): [string, string][] =>
  (['text', 'choice', 'record', 'flag', 'tags', 'number', 'instant'] as const).map(kind => [
    kind,
    operatorsOf({ kind }).join(' '),
  ])

/** The filters of every list, from the operation itself. */
const filterParts = async (): Promise<Part[]> => {
  const names = Object.keys(catalogue).filter(name => name.endsWith('.list'))
  const parts = names.map(async (name): Promise<Part[]> => {
    const { input } = await catalogue[name as keyof typeof catalogue]()
    const filters = (input as { filter?: { filters?: FilterFields } }).filter?.filters
    if (!filters) return []
    const rows = describeFilter(filters).map(
      ([field = '', kind, operators, notes]) =>
        [field, `${kind}: ${operators}${notes ? `. ${notes}` : ''}`] as const,
    )
    return [{ title: `steward ${name.replaceAll('.', ' ')}`, rows }]
  })
  return (await Promise.all(parts)).flat()
}

export const filtersTopic = async (): Promise<Part[]> => [
  {
    text: '--filter takes conditions with spaces between them; a record has to meet them all. A condition is a field, an operator and a value, or several values with commas: any of them will do. On a write it says whom it is done to, past every page: steward help scripting.',
  },
  {
    title: 'EXAMPLES',
    lines: ["steward consumers list --filter 'status=pending created>-7d country=TZ,KE'"],
  },
  { title: 'OPERATORS', rows: operatorRows() },
  {
    title: 'VALUES',
    rows: [
      ['"two words"', 'Quotes around a value with spaces or commas; \\" for a quote in it.'],
      ['none', 'Has no value, where that can be: country=none. "none" in quotes is the word.'],
      ['yes, no', 'A flag.'],
      ['-7d, today', 'A time, as 2026-01-31, 2026-01-31T08:00Z and +2h are.'],
      ['~', 'Contains this text, whatever the case.'],
    ],
  },
  ...(await filterParts()),
]

export const environmentTopic = async (): Promise<Part[]> => [
  {
    text: 'A command works in one environment: a database with a name, a colour, and protection if it is meant to be hard to break. `steward environments` keeps them; `steward whoami` says which one this is, and why.',
  },
  {
    title: 'WHAT GOES FIRST',
    rows: [
      ['1', '--env NAME'],
      ['2', 'STEWARD_ENV, or STEWARD_DATABASE_URL; both at once is an error.'],
      ['3', '.steward.json in the folder or above it: {"environment": "NAME"}.'],
      [
        '4',
        'The one that `steward environments use NAME` chose; else the database in STEWARD_HOME.',
      ],
    ],
  },
  { title: 'VARIABLES', rows: variables },
]

const formatTexts: Record<(typeof formats)[number], string> = {
  table: 'For people: a table, or a record label by label. Its layout is no promise.',
  json: 'One JSON document; --json is the same.',
  ndjson: 'One JSON object a line, for streams.',
  csv: "With a header line unless --no-headers; text that a spreadsheet would run has a ' before it.",
  yaml: 'The same as JSON, to read.',
  ids: 'Ids alone, one a line, for the next command.',
}

export const outputTopic = async (): Promise<Part[]> => [
  {
    text: 'Standard output is data and nothing else. Questions, progress, notes and warnings go to standard error.',
  },
  { title: 'FORMATS', rows: formats.map(format => [`-o ${format}`, formatTexts[format]]) },
  {
    title: 'CHOOSING',
    rows: [
      ['--fields id,a.b', 'Only these members, in this order, in every format.'],
      ['--columns A,B', 'The columns of the table.'],
      [
        '--wide',
        'Nothing is cut. Otherwise columns that have no room are named on standard error.',
      ],
      ['--all', 'Every page of a list, streamed.'],
    ],
  },
  {
    text: 'A list is {"data": […], "hasMore", "nextCursor", "total"}; a record is the object itself. Instants are ISO 8601 in UTC. Fewer than 60 columns show records instead of tables.',
  },
]

export const scriptingTopic = async (): Promise<Part[]> => [
  {
    text: 'A command in a script never asks: what is missing is named all at once, with the command as it should be.',
  },
  {
    title: 'EXAMPLES',
    lines: [
      "steward consumers list --filter 'status=active' --all -o ids",
      "steward consumers suspend --filter 'country=KE' --reason audit --confirm 46 --json",
    ],
  },
  {
    title: 'HOW TO',
    rows: [
      ['Sign in', 'Set STEWARD_API_KEY; steward keys create makes a key.'],
      [
        'Give secrets',
        '--password-stdin, --password-file or STEWARD_PASSWORD; never as an argument.',
      ],
      ['Try first', '--dry-run shows what would change and be sent, and does neither.'],
      ['Do it once', '--idempotency-key KEY: repeated, the same answer comes again, for 30 days.'],
      ['Go ahead', 'What destroys needs --yes.'],
      [
        'Do it to many',
        'Several selectors, --from FILE, - for standard input (one a line), or --filter. Each record once, however it is named.',
      ],
      [
        'Say how many',
        'Above 100 it takes --confirm N; another count changes nothing (2). --max-affected N sets a limit.',
      ],
      [
        'Read the rows',
        '--json: {"id", "selector"?, "outcome": "done|skipped|failed", "why"?, "error"?} a line, then {"summary": {"run", "matched", "succeeded", "skipped", "failed"}}, with "left" where it was cut short. Some failed: 7; --failed-to FILE has them, for --from.',
      ],
      [
        'Go on',
        'Ctrl-C stops between two chunks (130). --resume RUN does the rest, after a kill too, and no row twice; steward runs list has the runs.',
      ],
      ['Say why', '--reason TEXT is kept with the event.'],
      ['Decide', 'By the exit code: steward help exit-codes.'],
      ['Know it all', 'steward commands --json: every command with its schemas.'],
    ],
  },
]
