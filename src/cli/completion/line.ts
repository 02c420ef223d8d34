/** A command line as bash has it, taken apart as bash would: for the words before the cursor. */

export type Line = {
  /** The words, the last one as far as it is typed. */
  words: string[]
  /** The quote that the last word is still in. */
  quote: '' | '"' | "'"
}

/** Nothing is run or expanded: a variable or a substitution is the text that it is. */
export const splitLine = (line: string): Line => {
  const words: string[] = []
  let word: string | undefined
  let quote: Line['quote'] = ''
  for (let at = 0; at < line.length; at++) {
    const letter = line[at]!
    if (quote !== '' && letter === quote) quote = ''
    else if (quote === '' && (letter === '"' || letter === "'")) {
      quote = letter
      word ??= ''
    } else if (letter === '\\' && quote !== "'") {
      at++
      word = (word ?? '') + (line[at] ?? '')
    } else if (quote === '' && /\s/.test(letter)) {
      if (word !== undefined) words.push(word)
      word = undefined
    } else word = (word ?? '') + letter
  }
  return { words: [...words, word ?? ''], quote }
}

/** What readline takes for the end of a word, outside of quotes; an @ begins one, for host names. */
const breaks = /^.*(?:[><=;|&(:]|(?=@))/s

/**
 * A candidate for the whole word as bash wants it: only what stands behind the last place where
 * readline breaks words. Undefined for what would have to be quoted first.
 */
export const forBash = (candidate: string, { words, quote }: Line): string | undefined => {
  if (quote !== '') return candidate.includes(quote) ? undefined : candidate
  if (!/^[\w@.+:/=,-]+$/.test(candidate)) return undefined
  const before = breaks.exec(words.at(-1)!)?.[0] ?? ''
  return candidate.startsWith(before) ? candidate.slice(before.length) : undefined
}
