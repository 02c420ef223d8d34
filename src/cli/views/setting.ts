/** A setting as a person reads one: values with their units. */
import type { Section } from '../output/record.ts'
import { plainText } from '../output/value.ts'

type Shown = Record<string, string | number | boolean | null>

export const settingSections = (setting: Shown): Section[] => {
  const measured = (value: unknown) =>
    [plainText(value) || 'not set', value !== null && setting.unit].filter(part => part).join(' ')
  return [
    {
      fields: [
        ['setting', setting.key, { keep: true }],
        ['value', measured(setting.value)],
        ['default', measured(setting.default)],
        ['about', setting.about],
      ],
    },
  ]
}
