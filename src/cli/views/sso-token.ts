/** An SSO token, and what is wrong with a link that was made with it. */
import type { SsoToken } from '../../services/accounts/sso.ts'
import type { Section } from '../output/record.ts'
import type { Terminal } from '../output/terminal.ts'
import { instant } from './instant.ts'

type Named = { id: string; reference: string | null; name: string }

const account = ({ id, reference, name }: Named): Section['fields'][0] => [
  'account',
  `${name} (${reference ?? id})`,
]

export const ssoTokenSections = (value: SsoToken, terminal: Terminal): Section[] => [
  {
    fields: [
      account(value),
      ['SSO token', value.ssoToken ?? 'made when it is first revealed', { keep: true }],
      ['made', instant(value.madeAt, terminal)],
    ],
  },
]

/** Handed out: in full. */
export const tokenSections = (value: SsoToken, terminal: Terminal): Section[] => [
  {
    title: 'SSO token: whoever has it signs anybody of this account on',
    fields: [
      account(value),
      ['SSO token', value.ssoToken, { keep: true }],
      ['made', instant(value.madeAt, terminal)],
    ],
  },
]

type Part = { ok: boolean; problem: string | null }
type Checked = Named & { holds: boolean; parts: Record<'email' | 'ts' | 't' | 'mac', Part> }

export const linkSections = (value: Checked): Section[] => [
  {
    fields: [
      account(value),
      [
        'the link',
        value.holds ? 'holds' : 'does not hold',
        { colour: value.holds ? 'green' : 'red' },
      ],
      ...Object.entries(value.parts).map(([name, { problem }]): Section['fields'][0] => [
        name,
        problem ?? 'is right',
      ]),
    ],
  },
]
