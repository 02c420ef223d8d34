/** A QR code in a terminal, two modules to a cell. */
import type { Look } from './terminal.ts'

/** Light modules around the code, by which a scanner tells it from the rest. */
const margin = 2

/** Null where it has no room, or where only ASCII comes out. What is light is drawn and what is dark
 * left out: with no colours that is right on a dark terminal, and scanners read the other way too. */
export const qrText = async (
  text: string,
  look: Pick<Look, 'width' | 'unicode' | 'colours'>,
): Promise<string | null> => {
  const { create } = await import('qrcode')
  const { size, data } = create(text, { errorCorrectionLevel: 'L' }).modules
  const cells = size + 2 * margin
  if (!look.unicode || cells > look.width) return null
  const isDark = (row: number, column: number): boolean => {
    const inside = [row, column].every(at => at >= margin && at < size + margin)
    return inside && data[(row - margin) * size + column - margin] === 1
  }
  const line = (row: number): string => {
    const drawn = Array.from({ length: cells }, (_, column) => {
      const [above, below] = [isDark(row, column), isDark(row + 1, column)]
      return above ? (below ? ' ' : '▄') : below ? '▀' : '█'
    })
    return look.colours > 0 ? `\x1b[97;40m${drawn.join('')}\x1b[0m` : drawn.join('')
  }
  const rows = Array.from({ length: Math.ceil(cells / 2) }, (_, at) => line(2 * at))
  return `${rows.join('\n')}\n`
}
