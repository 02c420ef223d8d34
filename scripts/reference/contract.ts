/** The page of contracts: JSON that people compare, not only machines. */
import { contractOf } from '../../src/kernel/contract.ts'
import type { AnyOperation } from '../../src/kernel/operation.ts'

export const contractsOf = (operations: AnyOperation[]): object =>
  Object.fromEntries(operations.map(operation => [operation.name, contractOf(operation)]))

/** A scalar, or a list of nothing else. */
const isFlat = (value: unknown): boolean =>
  Array.isArray(value)
    ? value.every(item => typeof item !== 'object')
    : typeof value !== 'object' || value === null

/** JSON with whatever fits on a line on one: a page that people compare, not only machines. */
export const layOut = (value: unknown, indent = ''): string => {
  const flat = JSON.stringify(value)
  if (isFlat(value) || indent.length + flat.length <= 100) return flat
  const inner = `${indent}  `
  const parts = Array.isArray(value)
    ? value.map(item => inner + layOut(item, inner))
    : Object.entries(value as object).map(
        ([name, item]) => `${inner}${JSON.stringify(name)}: ${layOut(item, inner)}`,
      )
  const [open, close] = Array.isArray(value) ? '[]' : '{}'
  return `${open}\n${parts.join(',\n')}\n${indent}${close}`
}
