/** What verifying found, said first and plainly. */
import type { FileVerdict } from '../../services/events/offline.ts'
import type { Section } from '../output/record.ts'

type Problem = { sequence: number | null; line?: number | null; what: string }

type LogVerdict = {
  ok: boolean
  root: string | null
  checked: number
  erased: number
  problem: Problem | null
  against: { size: number; signature: string; consistent: boolean | null } | null
  archived: number
  archives: { file: string; first: number; last: number }[]
}

const problemFields = ({ sequence, line, what }: Problem): Section['fields'] => {
  const first: Section['fields'] = [
    ['line', line],
    ['event', sequence],
  ]
  const known = first.filter(([, value]) => value !== null && value !== undefined)
  return [...known, ['problem', what, { colour: 'red' }]]
}

const verdictField = (ok: boolean, right: string, wrong: string): Section['fields'][number] =>
  ok ? ['verdict', right, { colour: 'green' }] : ['verdict', wrong, { colour: 'red' }]

export const logVerdict = (verdict: LogVerdict): Section[] => {
  const { ok, checked, root, erased, problem, against } = verdict
  return [
    {
      fields: [
        verdictField(ok, 'intact', 'NOT INTACT'),
        ...(problem ? problemFields(problem) : []),
        ['found right', `${checked.toLocaleString('en')} events`],
        ...archivedFields(verdict),
        ...(erased > 0 ? ([['erased', erased]] as Section['fields']) : []),
        ...(root ? ([['root', root, { keep: true }]] as Section['fields']) : []),
        ...(against ? againstFields(against) : []),
      ],
    },
  ]
}

/** Of what lies in archives, only the hashes were checked until their files are given. */
const archivedFields = ({ archived, archives }: LogVerdict): Section['fields'] => {
  if (archives.length === 0) return []
  const files = archives.map(({ file, first, last }) => `${file} (${first} to ${last})`).join(', ')
  const known =
    archived === 0
      ? 'all held against their files'
      : `${archived.toLocaleString('en')} known by hash only; give --archive FILE`
  return [
    ['archived', known],
    ['archives', files],
  ]
}

const againstFields = ({
  size,
  signature,
  consistent,
}: NonNullable<LogVerdict['against']>): Section['fields'] => [
  ['checkpoint', `of ${size.toLocaleString('en')} events, signature ${signature}`],
  ['grown from it', consistent ?? 'not known'],
]

export const fileVerdict = (verdict: FileVerdict): Section[] => [
  {
    fields: [
      verdictField(verdict.ok, 'intact', 'NOT INTACT'),
      ...(verdict.problem ? problemFields(verdict.problem) : []),
      ['found right', foundIn(verdict)],
      ['complete', verdict.complete ?? 'not known'],
      ['without detail', verdict.erased],
      ['log', verdict.origin, { keep: true }],
      ['size then', verdict.size],
      ['root', verdict.root, { keep: true }],
      ['signed by', signedBy(verdict)],
    ],
  },
]

const foundIn = ({ checked, first, last }: FileVerdict): string => {
  const events = `${checked.toLocaleString('en')} events`
  return first === null || first === last ? events : `${events}, ${first} to ${last}`
}

const signedBy = ({ signedBy: name, pinned }: FileVerdict): string | null => {
  if (name === null) return null
  return pinned ? name : `${name}, by the key that came with the file; pin yours with --key`
}
