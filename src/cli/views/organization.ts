/** What init made, and what to do with it. */
import type { Section } from '../output/record.ts'

type Named = { id: string; name: string; email?: string }
type Made = {
  created: boolean
  organization: Named
  owner: Named | null
  apiKey: string | null
  recoveryCodes: string[] | null
}

export const initSections = ({ created, organization, owner, ...once }: Made): Section[] => {
  const sections: Section[] = [
    {
      fields: [
        ['organisation', `${organization.name} (${organization.id})`],
        ['owner', owner ? `${owner.name} <${owner.email}> (${owner.id})` : 'as it was'],
      ],
    },
  ]
  const shown: Section['fields'] = []
  if (once.apiKey) {
    shown.push(['API key', once.apiKey, { keep: true }], ['to use it', 'export STEWARD_API_KEY=…'])
  }
  if (once.recoveryCodes) shown.push(['recovery codes', once.recoveryCodes.join('  ')])
  if (shown.length > 0) sections.push({ title: 'Shown only now', fields: shown })
  if (created) {
    const advice = 'Keep a copy of the secret key (secret.key in STEWARD_HOME) apart from backups.'
    sections.push({ fields: [['next', advice]] })
  }
  return sections
}
