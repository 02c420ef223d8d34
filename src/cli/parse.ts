/** oclif parses; what is required and what may be chosen is told by us, without what was typed. */
import { invalid } from '../kernel/errors.ts'
import { nearest } from '../kernel/nearest.ts'
import type { Typed } from './input.ts'

/** oclif's own words for this repeat the value that was typed. `said` is how a name is written. */
export const checkChoices = (
  specs: object,
  typed: Typed,
  said = (name: string) => `--${name}`,
): void => {
  for (const [name, { options }] of Object.entries(specs) as [string, { options?: string[] }][]) {
    const value = typed[name]
    if (!options || typeof value !== 'string' || options.includes(value)) continue
    const near = nearest(value, options)
    const hint = near ? `Did you mean ${near}?` : undefined
    throw invalid(name, `${said(name)} must be one of ${options.join(', ')}.`, hint)
  }
}

/** Nothing required and nothing enumerated: what is missing or wrong is ours to tell. */
export const relaxed = (specs: object, more: object = {}): Record<string, unknown> =>
  Object.fromEntries(
    Object.entries(specs).map(([name, spec]) => [
      name,
      { ...spec, required: false, options: undefined, ...more },
    ]),
  )
