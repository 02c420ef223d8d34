import { commandFor } from '../../cli/command.ts'
import { providerSections } from '../../cli/views/provider.ts'
import { disableProvider } from '../../services/providers/disable.ts'

export default commandFor(disableProvider, {
  positionals: ['provider'],
  examples: [
    'steward providers disable north --reason "contract ended" --dry-run',
    'steward providers disable north --reason "contract ended" --json',
  ],
  description:
    'Its team can not sign in, its keys are refused, its people can not sign in and are sent nothing. Nothing is written on any of them: enabling gives back exactly what was there.',
  sections: providerSections,
  foretold: providerSections,
  done: 'Disabled',
})
