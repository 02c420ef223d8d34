/** A feature as a page of a terminal. */
import type { Feature } from '../../services/features/record.ts'
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { instant } from './instant.ts'

export const featurePage = (value: Feature, terminal: Terminal): Section[] => [
  {
    fields: [
      ['name', value.name],
      ['id', value.id, { keep: true }],
      ['reference', value.reference],
      ['description', value.description],
      ['accounts', value.accounts],
      ['added', instant(value.createdAt, terminal)],
    ],
  },
]
