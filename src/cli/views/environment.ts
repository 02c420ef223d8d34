/** An environment as a person reads one. */
import type { EnvironmentColour, EnvironmentOrigin } from '../environments/resolve.ts'
import type { Section } from '../output/record.ts'
import type { Column } from '../output/table.ts'

type Shown = {
  name: string | null
  database: string
  colour: EnvironmentColour
  protected: boolean
  inUse?: boolean
  origin?: EnvironmentOrigin
}

/** Where a value came from stands behind it. */
export const environmentSections = ({ origin, ...shown }: Shown): Section[] => {
  const from = (value: string, source?: string) => (source ? `${value} (${source})` : value)
  return [
    {
      fields: [
        ['name', from(shown.name ?? 'none', origin?.name)],
        ['database', from(shown.database, origin?.database)],
        ['colour', from(shown.colour, origin?.colour), { colour: shown.colour }],
        ['protected', from(shown.protected ? 'yes' : 'no', origin?.protected)],
        ...(shown.inUse === undefined ? [] : [['in use', shown.inUse] as [string, boolean]]),
      ],
    },
  ]
}

export const environmentColumns: readonly Column[] = [
  { key: 'name', title: 'name', keep: true },
  { key: 'inUse', title: 'in use', priority: 1 },
  { key: 'protected', title: 'protected', priority: 0 },
  {
    key: 'colour',
    title: 'colour',
    priority: 2,
    colour: value => value as EnvironmentColour,
  },
  { key: 'database', title: 'database', priority: 0, min: 24 },
]
