/**
 * Data as text for programs: JSON, a line of JSON per row, YAML, and bare ids. None of them lets a
 * control character through raw. CSV, which can't escape anything, is in csv.ts.
 */
import { escapedJson, visible } from './safe.ts'
import { plainText, type Row, valueAt } from './value.ts'

export const jsonText = (value: unknown): string => `${escapedJson(value, 2)}\n`

export const ndjsonLine = (row: unknown): string => `${escapedJson(row)}\n`

/** The row's `id`, or its value at another path. */
export const idsLine = (row: Row, path = 'id'): string =>
  `${visible(plainText(valueAt(row, path)))}\n`

/** What a terminal would act on, and the start of anything that YAML 1.2 could take for a number. */
const quoted = /[\p{Cc}\p{Cf}\u2060-\u206f\p{Zl}\p{Zp}\p{Cs}]|^[-+.\d]/u

/**
 * The same data as YAML that both 1.1 and 1.2 read back as it was: `yes`, `012` and `1:30` are
 * quoted, and so is what starts like a number.
 */
export async function yamlText(value: unknown): Promise<string> {
  const { Document, visit } = await import('yaml')
  // By way of JSON, so that YAML can't say anything that JSON doesn't.
  const document = new Document(JSON.parse(escapedJson(value)), { version: '1.1' })
  visit(document, {
    Scalar(_, scalar) {
      if (typeof scalar.value === 'string' && quoted.test(scalar.value)) {
        scalar.type = 'QUOTE_DOUBLE'
      }
    },
  })
  return escapedInQuotes(document.toString({ lineWidth: 0 }))
}

/** Double-quoted YAML takes JSON's `\uXXXX`, and by now raw ones are in double quotes only. */
const escapedInQuotes = (yaml: string): string =>
  yaml.replace(/[\p{Cf}\u2060-\u206f\p{Zl}\p{Zp}\x7f-\x9f]/gu, character => {
    const code = character.codePointAt(0)!.toString(16)
    return code.length > 4 ? `\\U${code.padStart(8, '0')}` : `\\u${code.padStart(4, '0')}`
  })
