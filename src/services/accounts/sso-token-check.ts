import * as z from 'zod/mini'
import { illegalState, invalid } from '../../kernel/errors.ts'
import { optional, secret, text } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { readAccount } from './queries.ts'
import { account, NamedAccount } from './record.ts'
import { judgeLink, type Parts, partsOf } from './sign-on-link.ts'

const part = (about: string) => optional(text({ about, max: 500 }))

const parts = {
  email: part("The link's email."),
  ts: part("The link's ts, in milliseconds since 1970."),
  t: part("The link's t: 600000."),
  mac: optional(secret({ about: "The link's mac.", known: true, oneUse: true })),
}

const Part = z.object({ ok: z.boolean(), problem: z.nullable(z.string()) })

export const checkSsoToken = operation({
  name: 'accounts.sso-token-check',
  summary:
    'What is wrong with a sign-on link: its email, ts, t or mac. Never says what would be right.',
  effect: 'read',
  level: 'sub-account',
  input: {
    account,
    link: optional(
      secret({
        about: 'The whole link, in place of its parts.',
        max: 4000,
        known: true,
        oneUse: true,
      }),
    ),
    ...parts,
  },
  output: z.extend(NamedAccount, {
    holds: z.boolean(),
    parts: z.object({ email: Part, ts: Part, t: Part, mac: Part }),
  }),
  check({ link, ...given }) {
    asked(link, given)
  },
  async run({ store, now, vault }, { account, link, ...given }) {
    const { id, reference, name, email, ssoToken } = await readAccount(store, account)
    if (ssoToken === null) {
      throw illegalState('This account has no SSO token yet.', {
        hint: 'Make it and hand it out: steward accounts sso-token reveal.',
      })
    }
    const token = vault.open(ssoToken)
    const verdict = judgeLink(asked(link, given), { email, token }, now)
    const told = (problem: string | null) => ({ ok: problem === null, problem })
    return {
      ...{ id, reference, name },
      holds: Object.values(verdict).every(problem => problem === null),
      parts: {
        email: told(verdict.email),
        ts: told(verdict.ts),
        t: told(verdict.t),
        mac: told(verdict.mac),
      },
    }
  },
})

type Given = { [K in keyof Parts]?: string | undefined }

/** Throws `invalid_input` where neither a link nor a part is given, or both. */
const asked = (link: string | undefined, { email, ts, t, mac }: Given): Parts => {
  const given = { email: email ?? null, ts: ts ?? null, t: t ?? null, mac: mac ?? null }
  const some = Object.values(given).some(part => part !== null)
  if (link === undefined) {
    if (some) return given
    throw invalid('link', 'Say which link: --link-stdin, or its --email, --ts, --t and --mac.')
  }
  if (some) throw invalid('link', 'Give the link or its parts, not both.')
  const found = partsOf(link)
  if (found) return found
  throw invalid('link', 'link is no sign-on link: it has no email, ts, t or mac.')
}
