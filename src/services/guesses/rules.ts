/** How long someone who guesses has to wait: three free tries, then 2, 4, 8 s, up to 15 minutes. A
 * wait ends by itself, so that a stranger can hold nobody out for good. */

const freeTries = 3
const longestWait = 15 * 60_000

/** Milliseconds to wait after this many tries, the last one included. */
export const waitAfter = (tries: number): number =>
  tries < freeTries ? 0 : Math.min(1000 * 2 ** (tries - freeTries + 1), longestWait)
