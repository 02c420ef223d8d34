/** Whoever is signed in, and where. */
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { instant } from './instant.ts'

export type WhoAmI = {
  supervisor: { id: string; name: string; email: string; role: string }
  key: { id: string; name: string } | null
  session: { id: string; device: string; host: string; expiresAt: string } | null
}

type Where = {
  environment: { name: string | null; database: string; protected: boolean }
  origin: Record<string, string>
}

export const whoamiSections = (who: WhoAmI & Partial<Where>, terminal: Terminal): Section[] => [
  {
    fields: [
      ['supervisor', `${who.supervisor.name} <${who.supervisor.email}>`],
      ['id', who.supervisor.id, { keep: true }],
      ['role', who.supervisor.role],
      ...credentialFields(who, terminal),
    ],
  },
  ...environmentSection(who),
]

const credentialFields = ({ key, session }: WhoAmI, terminal: Terminal): Section['fields'] => {
  if (key) return [['by the key', `${key.name} (${key.id})`]]
  if (!session) return []
  return [
    ['session', session.id, { keep: true }],
    ['ends', instant(session.expiresAt, terminal)],
  ]
}

const environmentSection = ({ environment, origin }: Partial<Where>): Section[] => {
  if (!environment || !origin) return []
  const from = (value: unknown, name: string) => [value, `(${origin[name]})`].join(' ')
  return [
    {
      title: 'Environment',
      fields: [
        ['name', from(environment.name ?? 'none', 'name')],
        ['database', from(environment.database, 'database')],
        ['protected', from(environment.protected ? 'yes' : 'no', 'protected')],
        ['signed in by', origin.credential],
      ],
    },
  ]
}
