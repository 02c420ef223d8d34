/** Text that a spreadsheet would run as a formula, made harmless on the way out and itself again on
 * the way in. */

/** A decimal number evaluates to itself; amounts are such strings and may be negative. */
const decimal = /^-?\d+(\.\d+)?$/
const formula = /^'*[=+\-@\t\r]/

/**
 * Puts one `'` before text that a spreadsheet would run: what starts with = + - @ tab or CR, unless
 * it is a plain decimal number. Text that already has its `'` gets another, so that taking exactly
 * one away is always right.
 */
export const guarded = (text: string): string =>
  formula.test(text) && !decimal.test(text) ? `'${text}` : text

/** The text that was guarded: what an import does to each cell. */
export const unguarded = (text: string): string =>
  text.startsWith("'") && formula.test(text) ? text.slice(1) : text
