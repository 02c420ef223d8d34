/** Whether somebody may do something, and what each step says to it. */
import type { Step, Verdict } from '../../services/roles/why.ts'
import type { Section } from '../output/record.ts'

const answer = (allowed: boolean): string => (allowed ? 'yes' : 'no')

const colour = (allowed: boolean) => ({ colour: allowed ? ('green' as const) : ('red' as const) })

export const verdictSections = ({ allowed, because }: Verdict): Section[] => [
  {
    fields: [
      ['allowed', answer(allowed), colour(allowed)],
      ['because', because],
    ],
  },
]

type Why = Verdict & { operation: string; steps: Step[] }

export const whySections = ({ operation, allowed, steps }: Why): Section[] => [
  { fields: [[operation, answer(allowed), colour(allowed)]] },
  {
    fields: steps.map(({ step, allowed, because }) => [step, `${answer(allowed)}: ${because}`]),
  },
]
