/**
 * What makes a password acceptable: length over composition, and none that is guessed first (NIST SP
 * 800-63B-4, 3.1.1.2). Nothing asks for a change by time.
 */
import { invalid } from '../../kernel/errors.ts'

export const shortestPassword = 8
export const longestPassword = 256

/** What a password is measured by. */
export type Demands = {
  /** The site, and the names and addresses of the person: what is guessed first. */
  words: (string | null | undefined)[]
  /** Upper case, lower case, a digit and a symbol; only where a setting asks for it. */
  composition: boolean
}

const advice = 'Four words that have nothing to do with each other make a good one.'

/** Throws `invalid_input` on `field`. */
export const checkPassword = async (
  password: string,
  field: string,
  { words, composition }: Demands,
): Promise<void> => {
  checkLength(password, field)
  refuseOwnWords(password, field, words)
  if (composition && !kinds.every(kind => kind.test(password))) {
    throw invalid(field, 'The password needs upper and lower case, a digit and a symbol.')
  }
  if (isPattern(password) || (await isPopular(password))) {
    throw invalid(field, 'This password is among the first that are guessed.', advice)
  }
}

const kinds = [/\p{Lu}/u, /\p{Ll}/u, /\p{Nd}/u, /[^\p{L}\p{N}]/u]

/** Code points are counted, as the standard asks: a letter with its marks may be several. */
const checkLength = (password: string, field: string): void => {
  const length = [...password].length
  if (length >= shortestPassword && length <= longestPassword) return
  throw invalid(
    field,
    `The password must have ${shortestPassword} to ${longestPassword} characters.`,
    length < shortestPassword ? advice : undefined,
  )
}

/** Throws `invalid_input` for the person's own name or address, with a little around it or not. Apart
 * from the rest, since sometimes only the transaction knows whose the password is. */
export const refuseOwnWords = (password: string, field: string, words: Demands['words']): void => {
  const own = new Set(words.flatMap(word => (word ? partsOf(word) : [])))
  if (spellings(password).some(spelling => own.has(spelling))) {
    throw invalid(field, 'The password must not be a name or an address of yours, or the site.')
  }
}

/** A name or an address as a whole, and its parts. */
const partsOf = (word: string): string[] => {
  const parts = word.split(/[^\p{L}\p{N}]+/u)
  return [word, ...parts, word.split('@')[0]!].map(bare).filter(part => part !== '')
}

const bare = (text: string): string =>
  text
    .normalize('NFKC')
    .toLowerCase()
    .replace(/[^\p{L}\p{N}]/gu, '')

/** Letters as they are written in digits and signs. */
const lookAlikes: Record<string, string> = {
  '0': 'o',
  '1': 'i',
  '3': 'e',
  '4': 'a',
  '5': 's',
  '7': 't',
  '@': 'a',
  $: 's',
}

/** How many digits and signs around a word leave it the same guess. */
const around = 4

/** What a password amounts to for someone who guesses: itself, and the word in it. */
const spellings = (password: string): string[] => {
  const plain = password.normalize('NFKC').toLowerCase()
  const core = plain.replace(/^[^\p{L}]+|[^\p{L}]+$/gu, '')
  const word = plain.length - core.length <= around ? core : plain
  const read = (text: string) => text.replace(/[013457@$]/g, sign => lookAlikes[sign]!)
  return [...new Set([plain, word, read(word), read(plain)].flatMap(text => [text, bare(text)]))]
}

const rows = ['abcdefghijklmnopqrstuvwxyz', '01234567890', 'qwertyuiopasdfghjklzxcvbnm']
const columns = '1qaz2wsx3edc4rfv5tgb6yhn7ujm8ik9ol0p'
const runs = [...rows, columns].flatMap(row => [row, [...row].reverse().join('')])

/** One or two characters, a few of them over and over, or a walk along the keyboard or the alphabet. */
const isPattern = (password: string): boolean =>
  new Set(password).size < 3 ||
  spellings(password).some(text => /^(.{1,4}?)\1+$/u.test(text) || isRun(text))

const isRun = (text: string): boolean => text.length > 3 && runs.some(run => run.includes(text))

let known: Set<string> | undefined

const isPopular = async (password: string): Promise<boolean> => {
  known ??= new Set((await import('./popular.ts')).popular.trim().split(/\s+/))
  return spellings(password).some(text => known!.has(text) || isTwice(text, known!))
}

const isTwice = (text: string, words: Set<string>): boolean => {
  const half = text.slice(0, text.length / 2)
  return half + half === text && words.has(half)
}
