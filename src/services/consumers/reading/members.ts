/** The members of one JSON object, as its text has them: JSON.parse takes the last of two that have
 * one name, without a word. */

const [openArray, closeArray, openObject, closeObject] = [0x5b, 0x5d, 0x7b, 0x7d]
const [quote, backslash, comma] = [0x22, 0x5c, 0x2c]

/** The first name that stands at the top of an object twice, and where it does so again; `text` is
 * one that JSON.parse has read, with `count` members. */
export const repeated = (text: string, count: number): { name: string; at: number } | null => {
  if (namesIn(text, () => false) === count) return null
  const met = new Set<string>()
  let found: { name: string; at: number } | null = null
  namesIn(text, (from, to) => {
    const name = JSON.parse(text.slice(from, to)) as string
    if (met.has(name)) found = { name, at: from }
    met.add(name)
    return found !== null
  })
  return found
}

/** Counts the names at the top, until `each` has seen enough. */
const namesIn = (text: string, each: (from: number, to: number) => boolean): number => {
  let [depth, count, isName] = [0, 0, false]
  for (let at = 0; at < text.length; at++) {
    const code = text.charCodeAt(at)
    if (code === quote) {
      const to = stringEnd(text, at)
      if (isName) {
        count += 1
        if (each(at, to)) return count
      }
      isName = false
      at = to - 1
    } else if (code === openObject || code === openArray) {
      depth += 1
      isName = depth === 1
    } else if (code === closeObject || code === closeArray) depth -= 1
    else if (code === comma) isName = depth === 1
  }
  return count
}

const stringEnd = (text: string, from: number): number => {
  let at = text.indexOf('"', from + 1)
  while (isEscaped(text, at)) at = text.indexOf('"', at + 1)
  return at + 1
}

const isEscaped = (text: string, at: number): boolean => {
  let from = at
  while (text.charCodeAt(from - 1) === backslash) from -= 1
  return (at - from) % 2 === 1
}
