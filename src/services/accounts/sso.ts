/** The SSO token of an account: made when it is first needed, sealed with the organisation's secret key,
 * and masked wherever it isn't asked for by name. */
import * as z from 'zod/mini'
import type { Actor } from '../../kernel/context.ts'
import { StewardError } from '../../kernel/errors.ts'
import type { World } from '../world.ts'
import { type AccountRow, NamedAccount } from './record.ts'
import { accountsTable } from './table.ts'

export const SsoToken = z.extend(NamedAccount, {
  /** Its beginning and end; null where none was made yet. */
  ssoToken: z.nullable(z.string()),
  madeAt: z.nullable(z.string()),
})

export type SsoToken = z.infer<typeof SsoToken>

export const maskedToken = (row: AccountRow): SsoToken => ({
  id: row.id,
  reference: row.reference,
  name: row.name,
  ssoToken: row.ssoTokenPreview,
  madeAt: row.ssoTokenAt?.toISOString() ?? null,
})

/** What signs anybody on is for a person who has just proven that it is them, never for a key: throws
 * `not_allowed`. */
export const requirePerson = ({ session }: Actor): void => {
  if (session) return
  throw new StewardError('not_allowed', 'A token is handed to a person who has signed in.', {
    hint: 'A key does not do: unset STEWARD_API_KEY, then sign in with steward login.',
    details: { needs: 'session' },
  })
}

/** Of a locked account; nobody who signs on by the one before gets in from now on. */
export const makeToken = async (
  { store, now, ids, vault }: World,
  found: AccountRow,
): Promise<{ row: AccountRow; token: string }> => {
  const token = `sso_${ids.token(40)}`
  const row = await store.update(accountsTable, found, {
    ssoToken: vault.seal(token),
    ssoTokenAt: now,
    ssoTokenPreview: `sso_…${token.slice(-4)}`,
  })
  return { row, token }
}
