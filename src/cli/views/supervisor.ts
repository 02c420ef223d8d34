/** Whoever is signed in, and where. */
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { instant } from './instant.ts'

export type WhoAmI = {
  supervisor: { id: string; name: string; email: string; role: string }
  key: { id: string; name: string } | null
  session: { id: string; device: string; host: string; expiresAt: string } | null
  provider: { id: string; name: string; reference: string; isDefault: boolean }
}

type Where = {
  environment: { name: string | null; database: string; protected: boolean }
  origin: Record<string, string>
}

type Who = Omit<WhoAmI, 'provider'> & Partial<Pick<WhoAmI, 'provider'>>

export const whoamiSections = (who: Who & Partial<Where>, terminal: Terminal): Section[] => [
  {
    fields: [
      ['supervisor', `${who.supervisor.name} <${who.supervisor.email}>`],
      ['id', who.supervisor.id, { keep: true }],
      ['role', who.supervisor.role],
      ...providerField(who),
      ...credentialFields(who, terminal),
    ],
  },
  ...environmentSection(who),
]

/** The default one goes without saying. */
const providerField = ({ provider }: Who): Section['fields'] =>
  provider && !provider.isDefault ? [['provider', `${provider.name} (${provider.reference})`]] : []

const credentialFields = ({ key, session }: Who, terminal: Terminal): Section['fields'] => {
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
