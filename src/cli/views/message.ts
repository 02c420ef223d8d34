/** A message as a page of a terminal: where it stands first, what it says last. */
import { status } from '../columns.ts'
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { instant } from './instant.ts'

type Shown = Record<string, string | number | null>

export const messageSections = (value: Shown, terminal: Terminal): Section[] => [
  {
    fields: [
      ['id', value.id, { keep: true }],
      ['status', value.status, { colour: status.colour?.(value.status) }],
      ['to', value.recipient],
      ['by', value.channel],
      ['message', value.template],
      ['about', value.subject, { keep: true }],
    ],
  },
  {
    fields: [
      ['created', instant(value.createdAt, terminal)],
      ['leaves by', instant(value.notAfter, terminal)],
      ['sent', instant(value.sentAt, terminal)],
      ['failed tries', value.attempts],
      ['last error', value.lastError],
    ],
  },
  textSection(value),
]

const textSection = ({ emailSubject, text }: Shown): Section => {
  const lines = String(text ?? '').split('\n')
  const filled = lines.filter(line => line !== '')
  return {
    title: emailSubject === null ? 'Text' : String(emailSubject),
    fields: filled.map(line => ['', line]),
  }
}
