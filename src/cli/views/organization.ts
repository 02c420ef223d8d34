/** What init made, and what to do with it. */
import type { Section } from '../output/record.ts'

type Named = { id: string; name: string; email?: string }
type Made = { created: boolean; organization: Named; owner: Named | null; apiKey: string | null }

export const initSections = ({ created, organization, owner, apiKey }: Made): Section[] => {
  const sections: Section[] = [
    {
      fields: [
        ['organisation', `${organization.name} (${organization.id})`],
        ['owner', owner ? `${owner.name} <${owner.email}> (${owner.id})` : 'as it was'],
      ],
    },
  ]
  if (apiKey) {
    const fields: Section['fields'] = [
      ['API key', apiKey, { keep: true }],
      ['to use it', 'export STEWARD_API_KEY=…'],
    ]
    sections.push({ title: 'Shown only now', fields })
  }
  if (created) {
    const advice = 'Keep a copy of the secret key (secret.key in STEWARD_HOME) apart from backups.'
    sections.push({ fields: [['next', advice]] })
  }
  return sections
}
