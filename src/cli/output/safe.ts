/**
 * Hostile text made harmless. What a consumer typed into a name may hold escape sequences that
 * repaint the operator's screen, overrides that reverse a line, or text that nobody can see.
 */

/** Scripts in which ZWJ and ZWNJ change how letters join (Unicode Standard, 9.2 and 12.1). */
const joining = [
  ...['Arab', 'Syrc', 'Nkoo', 'Mong', 'Mand', 'Adlm', 'Rohg', 'Deva', 'Beng', 'Guru', 'Gujr'],
  ...['Orya', 'Taml', 'Telu', 'Knda', 'Mlym', 'Sinh', 'Khmr', 'Mymr', 'Tibt', 'Bali', 'Java'],
]
  .map(script => String.raw`\p{scx=${script}}`)
  .join('')

/**
 * Invisible characters that stay, because what holds them needs them: the tags in the flags of
 * England, Scotland and Wales, joined emoji, one variation selector after what can vary, a joiner
 * after a letter that joins, and the number signs of Arabic and its neighbours, which are seen
 * although Unicode files them under format. (\p{RGI_Emoji} would say part of it, but takes 12 ms to
 * build.)
 */
const kept = [
  String.raw`\u{1F3F4}\u{E0067}\u{E0062}(?:${['eng', 'sct', 'wls'].map(inTags).join('|')})\u{E007F}`,
  String.raw`\p{ExtPict}[\u{FE0F}\p{EMod}]?(?:\u{200D}\p{ExtPict}[\u{FE0F}\p{EMod}]?)+`,
  String.raw`[\p{Emoji}\p{Sm}\p{sc=Hani}\p{sc=Mymr}\p{sc=Phag}][\u{FE00}-\u{FE0F}]`,
  String.raw`\p{sc=Hani}[\u{E0100}-\u{E01EF}]`,
  String.raw`\p{sc=Mong}[\u{180B}-\u{180D}\u{180F}]`,
  String.raw`(?<=[[\p{L}\p{M}]&&[${joining}]])[\u{200C}\u{200D}]`,
  String.raw`[\u{600}-\u{605}\u{6DD}\u{70F}\u{890}\u{891}\u{8E2}\u{110BD}\u{110CD}]`,
].join('|')

/** The invisible twins of ASCII letters. */
function inTags(letters: string): string {
  return String.fromCodePoint(...Array.from(letters, letter => 0xe0000 + letter.charCodeAt(0)))
}

/** Controls, formats, lone surrogates, line separators and all else that Unicode draws as nothing. */
const unseen = String.raw`[\p{Cc}\p{Cf}\p{Cs}\p{Zl}\p{Zp}\p{DI}]`

const harmless = /^[\x20-\x7e]*$/
let built: RegExp | undefined

/** Built when first needed: it takes 4 ms, and most text is ASCII. */
const token = (): RegExp => {
  built ??= new RegExp(`(${kept})|${unseen}`, 'gv')
  return built
}

const stacked = () => /(\p{M}{4})\p{M}+/gu
const leadingMark = () => /^\p{M}/u

/**
 * `text` as it may be put on a terminal: what would act or hide is spelled out (`\x1b`, `\u202e`,
 * `\n`), more than four combining marks in a row end in `…`, and a mark with nothing to sit on gets
 * a dotted circle instead of the neighbouring cell. Doing it twice changes nothing.
 */
export function visible(text: string): string {
  if (harmless.test(text)) return text
  return text
    .replace(token(), (found, keep?: string) => keep ?? spelled(found))
    .replace(stacked(), '$1…')
    .replace(leadingMark(), '◌$&')
}

const named: Record<string, string> = { '\n': '\\n', '\r': '\\r', '\t': '\\t' }

function spelled(character: string): string {
  const code = character.codePointAt(0)!.toString(16)
  if (code.length <= 2) return named[character] ?? `\\x${code.padStart(2, '0')}`
  return code.length <= 4 ? `\\u${code.padStart(4, '0')}` : `\\u{${code}}`
}

/** The blocks whose letters run right to left (UAX #9, the default ranges of R and AL). */
const rightToLeft =
  /[\u0590-\u08ff\ufb1d-\ufdff\ufe70-\ufefc\u{10800}-\u{10fff}\u{1e800}-\u{1efff}]/u

/** Fences right-to-left text in (UAX #9: FSI … PDI), so that it can't reorder what is around it. */
export const isolated = (text: string): string =>
  rightToLeft.test(text) ? `\u2068${text}\u2069` : text

/** What JSON allows raw in a string and a terminal would act on or not show. */
const rawInJson = /[\x7f-\x9f\xad\u061c\u180e\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff]/g

/**
 * JSON in which every control, bidi and line-separating character, and every lone surrogate, is
 * written `\uXXXX`. It parses to exactly `value`; what JSON can't hold (undefined) becomes null.
 */
export const escapedJson = (value: unknown, indent?: number): string =>
  JSON.stringify(value ?? null, null, indent).replace(rawInJson, unicodeEscape)

const unicodeEscape = (character: string): string =>
  `\\u${character.charCodeAt(0).toString(16).padStart(4, '0')}`
