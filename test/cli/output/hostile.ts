/** Text that tries to break out of its cell, and what no output may ever contain. */
import { PassThrough } from 'node:stream'
import fc from 'fast-check'
import { type Terminal, terminalOf } from '../../../src/cli/output/terminal.ts'
import { width } from '../../../src/cli/output/width.ts'

const esc = '\u001b'

export const hostile: Record<string, string> = {
  'a colour that never ends': `${esc}[31mred`,
  'a cleared screen': `before${esc}[2J${esc}[Hafter`,
  'a one-byte CSI': 'x\u009b31my',
  'a link': `${esc}]8;;https://evil.example${esc}\\click${esc}]8;;${esc}\\`,
  'a window title': `${esc}]0;owned\u0007`,
  'line breaks': 'one\r\ntwo\nthree\u0085four\u2028five\u2029six',
  'tabs and backspaces': 'a\tb\b\b\bc',
  'NUL and DEL': 'a\0b\u007fc',
  'an override': 'invoice\u202egnp.exe',
  'isolates and marks': '\u2066a\u2067b\u2068c\u2069\u200ed\u200fe\u061cf',
  'hidden characters': 'pay\u200bpal\u2060\ufeff\u00ad\u3164.com',
  'hidden tags': 'hello\u{e0073}\u{e0065}\u{e006e}\u{e0064}',
  'fifty marks': `z${'\u0301'.repeat(50)}algo`,
  'a mark with nothing before it': '\u0301\u0302x',
  'skin tones on a letter': `a${'🏽'.repeat(60)}`,
  'selectors in a row': `❤${'\ufe0f'.repeat(20)}`,
  'Chinese and Korean': '株式会社山田商店の請求書と領収書 안녕하세요 세계',
  'a family': 'the 👨‍👩‍👧‍👦 of 👩🏽‍🚀 and 🧑🏿‍🤝‍🧑🏻'.repeat(3),
  flags: '🇫🇷🇩🇪🇯🇵🏴\u{e0067}\u{e0062}\u{e0065}\u{e006e}\u{e0067}\u{e007f}🇺',
  keycaps: '1️⃣2️⃣#️⃣ ❤️‍🔥',
  Arabic: 'مرحبا بالعالم (123) شركة',
  Persian: 'می‌خواهم',
  Hebrew: 'שלום עולם 2026!',
  Hindi: 'क्षत्रिय नमस्ते दुनिया',
  'lone surrogates': 'a\ud800b\udc00c',
  'no spaces at all': 'x'.repeat(500),
  'only spaces': '     ',
  nothing: '',
}

/** What joins its neighbours, takes two cells or none, or runs the other way. */
const tricky = [
  ...['\u200d', '\ufe0f', '🏽', '👩', '🇫', '\u0301', '\u0600', 'क्', 'ष', '\u1161', 'ᄀ', '株', 'ﾞ'],
  ...[
    '\u0e33',
    '\u{16d67}',
    '\ud800',
    '\u202e',
    '\u200b',
    '\u001b[1m',
    '\u{e0067}',
    'ש',
    'م',
    '\n',
    ' ',
  ],
]

/** Any text, with more than its share of what is tricky. */
export const anyText: fc.Arbitrary<string> = fc
  .array(
    fc.oneof(
      fc.constantFrom(...tricky),
      fc.string({ unit: 'grapheme', maxLength: 6 }),
      fc.string({ unit: 'binary', maxLength: 3 }),
    ),
    { maxLength: 40 },
  )
  .map(parts => parts.join(''))

/** A process that writes nowhere, on a terminal of `columns` cells unless `tty` is false. */
export function terminal(columns: number, { tty = true, color = false, unicode = true } = {}) {
  const stream = () => Object.assign(new PassThrough(), { isTTY: tty, columns })
  const env = { COLUMNS: String(columns), LANG: unicode ? 'en_GB.UTF-8' : 'C' }
  const ends = { stdout: stream(), stderr: stream(), stdin: { isTTY: tty }, env }
  return terminalOf(ends, { color }) satisfies Terminal
}

/** What is left of `text` without the colours that we write ourselves. */
export const uncoloured = (text: string): string =>
  text.replace(new RegExp(`${esc}\\[(?:1|2|22|36|39|31|32|33|90)m`, 'g'), '')

/** The characters of `text` that could act on a terminal, besides line feeds and our own marks. */
export const actingIn = (text: string): string[] =>
  uncoloured(text)
    .replace(/\u2068([^\u2068\u2069\n]*)\u2069/g, '$1')
    .match(
      /[\p{Cs}\p{Zl}\p{Zp}\u061c\u200b\u200e\u200f\u202a-\u202e\u2060-\u206f\ufeff]|(?!\n)\p{Cc}/gu,
    ) ?? []

export const linesOf = (text: string): string[] => text.split('\n').slice(0, -1)

export const widest = (text: string): number => Math.max(0, ...linesOf(text).map(width))
