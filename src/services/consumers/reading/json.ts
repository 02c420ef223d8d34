/** Rows of NDJSON and of a JSON array: a text each, with the line that it begins on. */
import { badByteText, type Source } from './bytes.ts'
import { elementsOf, placeIn } from './elements.ts'
import { linesOf } from './lines.ts'
import { repeated } from './members.ts'

export type JsonRecord = {
  line: number
  /** Where in that line it begins, in bytes from 1; null where it has the line to itself. */
  column: number | null
  /** As it stands there; bytes where they are no text. */
  text: string | Uint8Array
  /** An object; null where there is a fault. */
  value: Record<string, unknown> | null
  fault: { column: number | null; message: string } | null
}

export async function* ndjsonRecords(source: Source): AsyncGenerator<JsonRecord[]> {
  let line = 0
  for await (const { texts, bad } of linesOf(source)) {
    const records: JsonRecord[] = []
    for (const [at, text] of texts.entries()) {
      line += 1
      if (text.trim() === '') continue
      const found = bad?.get(at)
      const place = { line, column: null }
      if (found) {
        const fault = { column: found.column, message: badByteText(found) }
        records.push({ ...place, text: found.bytes, value: null, fault })
      } else records.push(parsed(text, place))
    }
    yield records
  }
}

export async function* arrayRecords(source: Source): AsyncGenerator<JsonRecord[]> {
  for await (const elements of elementsOf(source)) {
    yield elements.map(({ text, fault, line, column }) =>
      typeof text === 'string'
        ? parsed(text, { line, column })
        : { line, column, text, value: null, fault },
    )
  }
}

type Place = Pick<JsonRecord, 'line' | 'column'>

const parsed = (text: string, place: Place): JsonRecord => {
  const faulty = (fault: JsonRecord['fault']) => ({ ...place, text, value: null, fault })
  try {
    const value = JSON.parse(text) as Record<string, unknown> | null
    if (typeof value !== 'object' || value === null || Array.isArray(value)) {
      return faulty({ column: place.column, message: 'It is not a JSON object.' })
    }
    const twice = repeated(text, Object.keys(value).length)
    if (!twice) return { ...place, text, value, fault: null }
    const message = `It has a member twice: ${JSON.stringify(twice.name.slice(0, 80))}.`
    const { line, column } = within(text, twice.at, place)
    return { ...faulty({ column, message }), line }
  } catch (error) {
    const { line, column } = within(text, faultAt(error, text), place)
    const message = `It is not JSON: see character ${column} of the line.`
    return { ...faulty({ column, message }), line }
  }
}

/** Where in the file a character of a record is. */
const within = (text: string, at: number, { line, column }: Place): Place & { column: number } => {
  const { line: down, column: across } = placeIn(text, at)
  return { line: line + down, column: down === 0 ? across + (column ?? 1) - 1 : across }
}

/** V8 says where in some of its messages, and repeats what stands there in all: a number is all that
 * is taken from them. */
const faultAt = (error: unknown, text: string): number => {
  const said = positionIn((error as Error).message)
  if (said !== undefined) return said
  let [good, high] = [0, text.length]
  while (good < high) {
    const middle = (good + high + 1) >> 1
    if (mayGoOn(text.slice(0, middle))) good = middle
    else high = middle - 1
  }
  return good
}

const positionIn = (message: string): number | undefined => {
  const found = /at position (\d+)/.exec(message)?.[1]
  return found === undefined ? undefined : Number(found)
}

/** Whether a text is the beginning of some JSON. */
const mayGoOn = (text: string): boolean => {
  try {
    JSON.parse(text)
    return true
  } catch (error) {
    const { message } = error as Error
    return (
      /^(Unexpected end|Unterminated string)/.test(message) || positionIn(message) === text.length
    )
  }
}
