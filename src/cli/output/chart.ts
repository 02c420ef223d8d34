/** Small charts in text: bars, a sparkline, and columns over time. Nothing is told by colour. */
import { isolated, visible } from './safe.ts'
import { cut, pad, width } from './width.ts'

/** A look will do. `unicode` false draws with ASCII only. */
export type ChartLook = { width: number; unicode: boolean; isolate?: boolean }

/** `1234567.5` as `1,234,567.5`. */
export const thousands = (value: number | bigint): string =>
  value.toLocaleString('en-US', { maximumFractionDigits: 6 })

const eighths = ['', '▏', '▎', '▍', '▌', '▋', '▊', '▉']
const heights = [' ', '▁', '▂', '▃', '▄', '▅', '▆', '▇', '█']
const plainHeights = [' ', '.', ':', '-', '=', '+', '*', '%', '#']

/**
 * A horizontal bar per row, to the scale of the largest, with its number behind it. What is above
 * zero shows at least a sliver; what isn't shows none. '' without rows.
 */
export function bars(
  rows: readonly { label: string; value: number | bigint }[],
  look: ChartLook,
): string {
  const labels = rows.map(({ label }) => cut(visible(label), Math.floor(look.width / 3)))
  const labelWidth = Math.max(0, ...labels.map(width))
  const numbers = rows.map(({ value }) => thousands(value))
  const numberWidth = Math.max(0, ...numbers.map(width))
  const room = Math.max(1, look.width - labelWidth - numberWidth - 4)
  const top = Math.max(0, ...rows.map(({ value }) => Number(value)))
  const lines = rows.map(({ value }, index) => {
    const label = look.isolate ? isolated(labels[index]!) : labels[index]!
    const share = top > 0 ? Math.max(0, Number(value)) / top : 0
    const drawn = bar(share * room, look.unicode)
    return `${[pad(label, labelWidth), drawn, numbers[index]].filter(Boolean).join('  ')}\n`
  })
  return lines.join('')
}

/** `length` cells long, to an eighth of a cell where there are characters for it. */
function bar(length: number, unicode: boolean): string {
  if (length <= 0) return ''
  if (!unicode) return '#'.repeat(Math.max(1, Math.round(length)))
  const parts = Math.max(1, Math.round(length * 8))
  return '█'.repeat(Math.floor(parts / 8)) + eighths[parts % 8]
}

/** One cell per value, from zero to the largest. Nothing at all shows as the lowest mark. */
export function sparkline(values: readonly number[], unicode = true): string {
  const marks = (unicode ? heights : plainHeights).slice(1)
  const top = Math.max(0, ...values)
  const steps = marks.length - 1
  const level = (value: number) => (top > 0 ? Math.ceil((Math.max(0, value) / top) * steps) : 0)
  return values.map(value => marks[level(value)]).join('')
}

/**
 * Counts over time as columns `height` lines high, over a line of labels. When there are more
 * columns than fit, neighbours are added up under the first one's label, and the line below says
 * how many make a column. '' without values.
 */
export function columnsChart(
  values: readonly number[],
  labels: readonly string[],
  look: ChartLook & { height: number },
): string {
  if (values.length === 0) return ''
  // Adding up neighbours makes numbers longer, so the axis has room for their sum.
  const axis = width(thousands(values.reduce((sum, value) => sum + value, 0)))
  const room = Math.max(1, look.width - axis - 2)
  const size = Math.ceil(values.length / room)
  const sums = condensed(values, room)
  const firsts = inGroups(labels, size).map(group => group[0]!)
  const step = Math.max(1, Math.min(8, Math.floor(room / sums.length)))
  const plot = plotted(sums, step, look)
  const lines = plot.lines.map((line, index) => {
    const number = index === 0 ? thousands(plot.top) : index === plot.lines.length - 1 ? '0' : ''
    return `${pad(number, axis, 'right')} ${look.unicode ? '┤' : '|'}${line}`.trimEnd()
  })
  const below = ' '.repeat(axis + 2) + axisLabels(firsts, step, room, look)
  const note = size > 1 ? [`${' '.repeat(axis + 2)}(${size} to a column)`] : []
  return [...lines, below.trimEnd(), ...note].map(line => `${line}\n`).join('')
}

/** At most `room` values: where there are more, neighbours are added up. */
export const condensed = (values: readonly number[], room: number): number[] =>
  inGroups(values, Math.ceil(values.length / room)).map(group =>
    group.reduce((sum, value) => sum + value, 0),
  )

const inGroups = <T>(items: readonly T[], size: number): T[][] =>
  Array.from({ length: Math.ceil(items.length / size) }, (_, n) =>
    items.slice(n * size, (n + 1) * size),
  )

/** Lines from the top down; a column is `step` cells wide, the last of them a gap if there is room. */
function plotted(
  values: readonly number[],
  step: number,
  look: { unicode: boolean; height: number },
) {
  const marks = look.unicode ? heights : plainHeights
  const top = Math.max(0, ...values)
  const parts = values.map(value => {
    const share = top > 0 ? Math.max(0, value) / top : 0
    return Math.ceil(share * look.height * 8)
  })
  const lines = Array.from({ length: look.height }, (_, line) => {
    const base = (look.height - 1 - line) * 8
    const mark = (part: number) => marks[Math.min(8, Math.max(0, part - base))]!
    return parts.map(part => pad(mark(part).repeat(Math.max(1, step - 1)), step)).join('')
  })
  return { top, lines }
}

/** As many labels as fit without touching, each starting under its column. */
function axisLabels(labels: readonly string[], step: number, room: number, look: ChartLook) {
  let line = ''
  let end = -2
  for (const [index, label] of labels.entries()) {
    const text = visible(label)
    const start = index * step
    if (start < end + 2 || start + width(text) > room) continue
    line += ' '.repeat(start - Math.max(0, end)) + (look.isolate ? isolated(text) : text)
    end = start + width(text)
  }
  return line
}
