/** The database as a whole, for people: how it stands, what was proven, what a restore did. */
import type { Restored, RestorePlan, Status } from '../../host.ts'
import type { Section } from '../output/record.ts'
import { visible } from '../output/safe.ts'
import type { Terminal } from '../output/terminal.ts'

const count = (amount: number): string => amount.toLocaleString('en')

const size = (bytes: number | null): string | null => {
  if (bytes === null) return null
  if (bytes < 1e6) return `${count(Math.ceil(bytes / 1e3))} kB`
  return bytes < 1e9 ? `${(bytes / 1e6).toFixed(1)} MB` : `${(bytes / 1e9).toFixed(1)} GB`
}

const stateColours: Record<string, 'green' | 'yellow' | 'red'> = {
  current: 'green',
  none: 'yellow',
  missing: 'yellow',
  outdated: 'yellow',
}

const advice: Record<Status['state'], string> = {
  current: '',
  none: 'Make an organisation: steward init',
  missing: 'Make an organisation: steward init',
  outdated: 'Bring it up to date: steward db migrate',
  newer: 'Update Steward: npm install -g steward-cli',
  damaged: 'Put a backup in its place: steward db restore FILE',
  unavailable: '',
}

export const statusSections = (status: Status): Section[] => {
  const { state, problem, lastBackup } = status
  const standing: Section['fields'] = [
    ['state', state, { colour: stateColours[state] ?? 'red' }],
    ['engine', status.engine],
    ['where', status.location, { keep: true }],
  ]
  if (problem) standing.push(['problem', problem.message])
  const next = problem?.hint ?? advice[state]
  if (next) standing.push(['what to do', next])
  const sections: Section[] = [{ fields: standing }]
  if (status.organization) {
    sections.push({
      fields: [
        ['organisation', `${status.organization.name} (${status.organization.id})`],
        ['size', size(status.bytes)],
        ['events', status.logSize === null ? null : count(status.logSize)],
      ],
    })
  }
  sections.push({
    fields: [
      ['program', status.program],
      ...(status.applied.length > 0
        ? [['migrations', migrationsText(status)] as [string, unknown]]
        : []),
      ...(status.pending.length > 0 ? [['pending', status.pending] as [string, unknown]] : []),
      ...(status.altered.length > 0 ? [['altered', status.altered] as [string, unknown]] : []),
      ['last backup', lastBackup ? lastBackup.at : 'none known'],
      ...(lastBackup?.file ? [['', lastBackup.file] as [string, unknown]] : []),
    ],
  })
  return sections
}

const migrationsText = ({ applied, pending }: Status): string =>
  `${applied.length} applied, ${pending.length} pending`

type CheckResult = {
  name: string
  about: string
  ok: boolean
  found: number
  details: string[]
  remedy: string | null
}

type Checked = {
  ok: boolean
  checks: CheckResult[]
  log: { ok: boolean; size: number; problem: string | null }
}

export const checkSections = ({ ok, checks, log }: Checked, terminal: Terminal): Section[] => {
  const marks = terminal.unicode
    ? { good: '✓', known: '!', bad: '✗' }
    : { good: 'ok', known: 'NOTE', bad: 'WRONG' }
  const fields: Section['fields'] = checks.map(check => {
    if (!check.ok) return [check.name, `${marks.bad} ${foundText(check)}`, { colour: 'red' }]
    if (check.found === 0) return [check.name, `${marks.good} ${check.about}`, { colour: 'green' }]
    return [check.name, `${marks.known} ${foundText(check)}`, { colour: 'yellow' }]
  })
  const proven = `${count(log.size)} events, each proven.`
  fields.push([
    'log',
    log.ok ? `${marks.good} ${proven}` : `${marks.bad} ${log.problem} See: steward events verify`,
    { colour: log.ok ? 'green' : 'red' },
  ])
  const verdict = ok ? 'Everything is as it should be.' : 'Something is wrong: see what is marked.'
  return [{ fields }, { fields: [['verdict', verdict, { colour: ok ? 'green' : 'red' }]] }]
}

const foundText = ({ about, found, details, remedy }: CheckResult): string => {
  const more = found > details.length ? ` and ${count(found - details.length)} more` : ''
  return `Not so: ${about} ${details.join(', ')}${more}. ${remedy}`
}

export const restoreQuestion = ({ staged, present }: RestorePlan): string => {
  const backup = `the backup of ${visible(staged.organization.name)} (${count(staged.logSize)} events)`
  return present?.organization
    ? `Replace the database of ${visible(present.organization.name)} (${count(present.logSize)} events) by ${backup}?`
    : `Put ${backup} in place?`
}

export const restoreSections = (done: Restored): Section[] => [
  {
    fields: [
      ['organisation', `${done.organization.name} (${done.organization.id})`],
      [
        'events',
        `${done.logSizeBefore === null ? 'unknown' : count(done.logSizeBefore)} before, ${count(done.logSizeAfter)} now`,
      ],
      ['what was there', done.replaced ?? 'nothing', { keep: true }],
      ['codes and links ended', done.codesEnded],
      ['messages held', done.messagesHeld],
    ],
  },
]

type Migrated = { state: string; applied: string[]; backup: string | null }

export const migratedSections = ({ state, applied, backup }: Migrated): Section[] => [
  {
    fields: [
      ['state', state, { colour: stateColours[state] ?? 'red' }],
      ['applied', applied.length > 0 ? applied : 'nothing: it was up to date'],
      ...(backup ? [['backup', backup, { keep: true }] as Section['fields'][number]] : []),
    ],
  },
]
