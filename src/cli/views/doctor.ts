/** A check-up as a person reads it: what is well and what isn't, each with what to do. */
import type { Report, Status } from '../doctor/finding.ts'
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'

const colours = { ok: 'green', warning: 'yellow', failed: 'red' } as const

const signs: Record<Status, string> = { ok: '✓', warning: '!', failed: '✗' }
const words: Record<Status, string> = { ok: 'ok:', warning: 'WARNING:', failed: 'FAILED:' }

export const reportSections = ({ checks }: Report, terminal: Terminal): Section[] => {
  const marks = terminal.unicode && !terminal.accessible ? signs : words
  const fields = checks.flatMap(({ name, status, seen, advice }): Section['fields'] => [
    [name.replace('-', ' '), `${marks[status]} ${seen}`, { colour: colours[status] }],
    ...(advice === null ? [] : [['', advice] as Section['fields'][number]]),
  ])
  const count = (wanted: Status) => checks.filter(({ status }) => status === wanted).length
  const worst = count('failed') > 0 ? 'failed' : count('warning') > 0 ? 'warning' : 'ok'
  const verdict = verdictText(count('failed'), count('warning'))
  return [{ fields }, { fields: [['verdict', verdict, { colour: colours[worst] }]] }]
}

const verdictText = (failures: number, warnings: number): string => {
  if (failures + warnings === 0) return 'Everything is as it should be.'
  const told = [
    failures > 0 && `${failures} failed`,
    warnings > 0 && `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}`,
  ]
  return `${told.filter(part => part).join(', ')}.`
}
