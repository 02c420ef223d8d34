/**
 * Text measured in the cells of a terminal, and cut, wrapped and padded to them. Everything goes by
 * graphemes, so that a flag, a family or an accented letter is never torn apart.
 */
import stringWidth from 'string-width'

const ascii = /^[\x20-\x7e]*$/
let segmenter: Intl.Segmenter | undefined

/** Made when first needed: most text is ASCII, and making it takes longer than a command. */
const segments = (text: string) => {
  segmenter ??= new Intl.Segmenter()
  return segmenter.segment(text)
}

/** The cells that `text` takes: 2 for a wide character or an emoji, 0 for what only combines. */
export const width = (text: string): number => (ascii.test(text) ? text.length : stringWidth(text))

const graphemes = (text: string): string[] =>
  ascii.test(text) ? [...text] : Array.from(segments(text), part => part.segment)

/** `text`, or as much of it as fits into `max` cells with a `…` behind it. */
export function cut(text: string, max: number): string {
  if (width(text) <= max) return text
  if (max < 1) return ''
  return `${head(text, max - 1).trimEnd()}…`
}

/** The graphemes of `text` that fit into `max` cells. */
function head(text: string, max: number): string {
  if (ascii.test(text)) return text.slice(0, max)
  let cells = 0
  let end = 0
  // Lazily, since a text of a megabyte is cut as soon as its line is full.
  for (const { segment, index } of segments(text)) {
    cells += width(segment)
    if (cells > max) break
    end = index + segment.length
  }
  return text.slice(0, end)
}

/**
 * `text` in lines of up to `max` cells (at least 2, so that any character fits), broken at spaces,
 * and within a word only if the word is longer than a line.
 */
export function wrap(text: string, max: number): string[] {
  max = Math.max(2, max)
  if (width(text) <= max) return [text]
  const lines: string[] = []
  let line = ''
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`
    if (width(longer) <= max) {
      line = longer
      continue
    }
    if (line !== '') lines.push(line)
    const pieces = broken(word, max)
    line = pieces.pop() ?? ''
    lines.push(...pieces)
  }
  return line === '' ? lines : [...lines, line]
}

/** A word in pieces of up to `max` cells. */
function broken(word: string, max: number): string[] {
  if (width(word) <= max) return [word]
  const pieces: string[] = []
  let piece = ''
  let cells = 0
  for (const part of graphemes(word).flatMap(grapheme => drawable(grapheme, max))) {
    const added = width(part)
    if (cells + added > max) {
      pieces.push(piece)
      piece = ''
      cells = 0
    }
    piece += part
    cells += added
  }
  return [...pieces, piece]
}

/** A grapheme may be built to be wider than any line (one letter, a hundred skin tones). */
const drawable = (grapheme: string, max: number): string[] =>
  width(grapheme) <= max ? [grapheme] : [...grapheme]

/** `text` filled up with spaces to `cells`; longer text stays as it is. */
export function pad(text: string, cells: number, align: 'left' | 'right' = 'left'): string {
  const gap = ' '.repeat(Math.max(0, cells - width(text)))
  return align === 'left' ? text + gap : gap + text
}
