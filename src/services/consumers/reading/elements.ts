/**
 * The elements of an array in a JSON file, one after the other and however long it is. Only where one
 * ends is found out here; what is in it is read by JSON.parse, which is five times as fast as taking
 * tokens from a streaming parser, and an element that can't be read takes no other with it.
 */
import { isUtf8 } from 'node:buffer'
import { invalid } from '../../../kernel/errors.ts'
import { badByte, badByteText, longest, type Source } from './bytes.ts'

/** `line` and `column` are where it begins; `text` is bytes where they are none, and then there is a
 * fault. */
export type Element = {
  line: number
  column: number
  text: string | Uint8Array
  fault: { column: number; message: string } | null
}

/** Members of an object at the top that hold the array: a realm's users, the data of an export. */
const holders = new Set(['users', 'data'])

const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
const [quote, backslash, comma, lf] = [0x22, 0x5c, 0x2c, 0x0a]

type State = {
  buffer: Buffer
  /** Up to here it is known what is what. */
  at: number
  /** Brackets that are open. */
  open: number[]
  /** How many are open within the array; 0 before it and after. */
  depth: number
  found: boolean
  /** Where the element at hand begins; -1 between elements. */
  from: number
  /** The last string of the object at the top: its member's name. */
  key: string
  /** The line that `counted` is on. */
  line: number
  counted: number
  /** Where that line begins; negative when it is no longer among the bytes. */
  begins: number
}

/** Batches as the file's bytes come. Throws `invalid_input`, with the line, for what is no JSON. */
export async function* elementsOf(source: Source): AsyncGenerator<Element[]> {
  const state: State = {
    buffer: Buffer.alloc(0),
    at: 0,
    open: [],
    depth: 0,
    found: false,
    from: -1,
    key: '',
    line: 1,
    counted: 0,
    begins: 0,
  }
  for await (const part of source.bytes) {
    shed(state, part)
    const elements: Element[] = []
    scan(state, elements)
    if (elements.length > 0) yield elements
    if (state.buffer.length - Math.max(state.from, 0) > longest)
      throw broken(state, 'an element has no end')
  }
  if (state.open.length > 0) throw broken(state, 'the file ends in the middle')
  if (!state.found) {
    throw invalid(
      'file',
      'There is no array of people in the file, and none called users or data.',
      'One object a line is --format ndjson. A realm has its users only as kc.sh export writes it.',
    )
  }
}

/** Takes a part in, and lets go of what is done with. */
const shed = (state: State, part: Buffer): void => {
  const keep = state.from >= 0 ? state.from : state.at
  lineAt(state, keep)
  state.buffer = Buffer.concat([state.buffer.subarray(keep), part])
  state.at -= keep
  state.begins -= keep
  state.counted = 0
  if (state.from >= 0) state.from = 0
}

const lineAt = (state: State, to: number): number => {
  const { buffer } = state
  for (let at = buffer.indexOf(lf, state.counted); at >= 0 && at < to; ) {
    state.line += 1
    state.begins = at + 1
    at = buffer.indexOf(lf, at + 1)
  }
  state.counted = Math.max(state.counted, to)
  return state.line
}

const scan = (state: State, elements: Element[]): void => {
  const { buffer, open } = state
  while (state.at < buffer.length) {
    const byte = buffer[state.at]!
    const within = state.depth > 0 && open.length === state.depth
    if (byte <= 0x20) {
      state.at += 1
      continue
    }
    if (within && (byte === comma || byte === closeArray)) {
      if (state.from >= 0) elements.push(elementAt(state))
      state.from = -1
    } else if (within && state.from < 0) state.from = state.at
    if (byte === quote) {
      const end = endOfString(buffer, state.at + 1)
      // Not all of it is here yet: it is begun anew with the next part.
      if (end < 0) return
      if (open.length === 1 && state.depth !== 1)
        state.key = buffer.toString('utf8', state.at + 1, end)
      state.at = end + 1
      continue
    }
    bracket(state, byte)
    state.at += 1
  }
}

const bracket = (state: State, byte: number): void => {
  const { open } = state
  if (byte === openArray || byte === openObject) {
    const isTop = open.length === 0 || (open.length === 1 && open[0] === openObject)
    const named = open.length === 0 || holders.has(state.key)
    if (byte === openArray && !state.found && isTop && named) {
      state.found = true
      state.depth = open.length + 1
    }
    open.push(byte)
  } else if (byte === closeArray || byte === closeObject) {
    if (open.pop() !== byte - 2) throw broken(state, 'a bracket is closed that is not open')
    if (open.length < state.depth) state.depth = 0
  } else if (open.length === 0) throw broken(state, 'text stands where nothing belongs')
}

/** Where the string that begins at `from` is closed; -1 when that is not among the bytes. */
const endOfString = (buffer: Buffer, from: number): number => {
  for (let at = buffer.indexOf(quote, from); at >= 0; at = buffer.indexOf(quote, at + 1)) {
    let before = at - 1
    while (before >= from && buffer[before] === backslash) before -= 1
    if ((at - before) % 2 === 1) return at
  }
  return -1
}

const elementAt = (state: State): Element => {
  const bytes = state.buffer.subarray(state.from, state.at)
  const line = lineAt(state, state.from)
  const column = state.from - state.begins + 1
  if (isUtf8(bytes)) return { line, column, text: bytes.toString('utf8').trimEnd(), fault: null }
  const { byte, column: at } = badByte(bytes)!
  const place = placeIn(bytes.toString('utf8'), at - 1)
  const across = place.line === 0 ? place.column + column - 1 : place.column
  const fault = { column: across, message: badByteText({ byte, column: across }) }
  // What the stream let go of is written over.
  return { line: line + place.line, column, text: Buffer.from(bytes), fault }
}

/** Which line of a text, from 0, and which character of it, from 1, an index into it is. */
export const placeIn = (text: string, index: number): { line: number; column: number } => {
  const before = text.slice(0, index).split('\n')
  return { line: before.length - 1, column: before.at(-1)!.length + 1 }
}

const broken = (state: State, what: string) => {
  const line = lineAt(state, state.at)
  const column = state.at - state.begins + 1
  return invalid(
    'file',
    `The file is not JSON: line ${line}, column ${column}: ${what}.`,
    undefined,
    {
      line,
      column,
    },
  )
}
