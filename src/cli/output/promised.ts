/**
 * Names of fields and columns, held against what an answer is said to have: a slip is told before
 * anything is done or printed, and where a list is empty, too.
 */
import { schemaOf } from '../../kernel/contract.ts'
import type { AnyOperation } from '../../kernel/operation.ts'
import { unknownField } from './pick.ts'

/** As much of a JSON Schema as names members. */
type Schema = {
  type?: string | string[]
  properties?: Record<string, Schema>
  items?: Schema
  anyOf?: Schema[]
}

export type Asked = { from: 'fields' | 'columns'; names: readonly string[] }

/**
 * Refuses the first name that neither the answer has (of a page: its rows) nor is among `besides`.
 *
 * @throws invalid_input on `fields` or `columns`, with the nearest name that there is.
 */
export const refuseUnpromised = (
  output: AnyOperation['output'],
  { from, names }: Asked,
  besides: readonly string[] = [],
): void => {
  const whole = schemaOf(output) as Schema
  const { data, hasMore } = whole.properties ?? {}
  const row = data && hasMore ? data : whole
  for (const name of names) {
    if (!besides.includes(name)) refuseStep(row, name.split('.'), '', from)
  }
}

const refuseStep = (
  schema: Schema,
  [head, ...rest]: string[],
  path: string,
  from: Asked['from'],
): void => {
  const members = membersOf(schema)
  if (head === undefined || !members) return
  const found = members.get(head)
  if (!found) throw unknownField(head, [...members.keys()], path, from)
  refuseStep({ anyOf: found }, rest, `${path}${head}.`, from)
}

type Members = Map<string, Schema[]>

/** The members by name, with all that each may be; null where any name may be one. */
const membersOf = ({ anyOf, items, properties, type }: Schema): Members | null => {
  if (items) return membersOf(items)
  if (properties) return new Map(Object.entries(properties).map(([name, one]) => [name, [one]]))
  if (!anyOf) return type === undefined || type === 'object' ? null : new Map()
  const all: Members = new Map()
  for (const option of anyOf) {
    const members = membersOf(option)
    if (!members) return null
    for (const [name, schemas] of members) all.set(name, [...(all.get(name) ?? []), ...schemas])
  }
  return all
}
