/** One record as aligned labels and wrapped values, in sections. */
import type { Colour, Paint } from './paint.ts'
import { painterOf } from './paint.ts'
import { isolated, visible } from './safe.ts'
import type { Look, Terminal } from './terminal.ts'
import { lookOf } from './terminal.ts'
import { plainText } from './value.ts'
import { cut, pad, width, wrap } from './width.ts'

/** `keep`: never broken over two lines, not even when it is wider than the line (an id, a link). */
export type FieldStyle = { keep?: boolean; colour?: Colour }
export type Field = [label: string, value: unknown, style?: FieldStyle]
export type Section = { title?: string; fields: Field[] }

/** Cells left for values beside their labels; with fewer, a value goes below its label. */
const leastBeside = 16

/** The text, ending in a newline; '' when there are no fields. Sections are a blank line apart. */
export async function renderRecord(
  sections: readonly Section[],
  { terminal }: { terminal: Terminal },
): Promise<string> {
  const look = lookOf(terminal)
  return recordText(sections, look, await painterOf(look.colours))
}

/** The same with the look settled, for the table that turns into records on a narrow screen. */
export function recordText(sections: readonly Section[], look: Look, paint: Paint): string {
  const filled = sections.filter(section => section.fields.length > 0)
  const labels = filled.flatMap(({ fields }) => fields.map(([label]) => width(visible(label))))
  const longest = labels.reduce((most, label) => Math.max(most, label), 0)
  const indent = Math.min(longest, Math.floor(look.width / 2)) + 2
  const blocks = filled.map(({ title, fields }) => [
    ...(title === undefined ? [] : [paint(shown(cut(visible(title), look.width), look), 'bold')]),
    ...fields.flatMap(field => fieldLines(field, indent, look, paint)),
  ])
  return blocks.map(lines => `${lines.join('\n')}\n`).join('\n')
}

function fieldLines([label, value, style = {}]: Field, indent: number, look: Look, paint: Paint) {
  const name = cut(visible(label), indent - 2)
  const text = visible(plainText(value))
  const head = paint(pad(shown(name, look), indent), 'dim')
  const tone = text === '' ? 'dim' : style.colour
  const body = (line: string) => paint(shown(line, look), tone)
  const beside = look.width - indent
  if (text === '') return [head + body(look.unicode ? '–' : '-')]
  if (width(text) <= beside) return [head + body(text)]
  // An id or a link that has no room beside its label stands below, whole, fit to be copied.
  const whole = style.keep || (!text.includes(' ') && width(text) <= look.width)
  if (whole) return [head.trimEnd(), body(text)]
  const stacked = beside < leastBeside
  const lines = wrap(text, stacked ? look.width - 2 : beside).map(body)
  if (stacked) return [head.trimEnd(), ...lines.map(line => `  ${line}`)]
  return lines.map((line, index) => (index === 0 ? head : ' '.repeat(indent)) + line)
}

const shown = (text: string, look: Look) => (look.isolate ? isolated(text) : text)
