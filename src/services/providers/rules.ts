/** What may happen to a provider, as pure functions. */
import { alreadySo, illegalState } from '../../kernel/errors.ts'

export const statuses = ['active', 'disabled', 'deleted'] as const
export type Status = (typeof statuses)[number]

export type Standing = {
  status: Status
  statusReason: string | null
  disabledAt: Date | null
  deletedAt: Date | null
}

type Known = Standing & { isDefault: boolean; name: string }

/** How much lies beneath a provider: what disabling it stops, and what keeps it from being deleted.
 * Deleted people, closed accounts, templates and revoked keys don't count. */
export type Beneath = { accounts: number; people: number; team: number; keys: number }

/** Throws `illegal_state` for the default provider: whoever signs in without naming one is there. */
const refuseDefault = ({ isDefault }: Known, what: string): void => {
  if (isDefault) throw illegalState(`The default provider can not be ${what}.`)
}

/** Throws `illegal_state`: of a deleted one nothing is left but its log. */
export const refuseDeleted = ({ status }: Known): void => {
  if (status === 'deleted') throw illegalState('This provider is deleted: only its log is left.')
}

export const disable = (from: Known, reason: string | undefined, now: Date): Partial<Standing> => {
  refuseDefault(from, 'disabled')
  if (from.status === 'disabled') {
    const so = 'This provider is disabled already'
    throw reason === undefined || from.statusReason === reason
      ? alreadySo(`${so}.`)
      : illegalState(`${so}, and for another reason.`, { hint: 'Enable it first.' })
  }
  return { status: 'disabled', statusReason: reason ?? null, disabledAt: now }
}

/** Gives back exactly what was there: nothing was written beneath it. */
export const enable = ({ status }: Known): Partial<Standing> => {
  if (status === 'active') throw alreadySo('This provider is active already.')
  return { status: 'active', statusReason: null, disabledAt: null }
}

/** Throws `illegal_state` while anything is attached, saying how much of what. */
export const remove = (from: Known, beneath: Beneath, now: Date): Partial<Standing> => {
  refuseDefault(from, 'deleted')
  const attached = beneathText(beneath)
  if (attached !== '') {
    throw illegalState(`This provider still has ${attached}.`, {
      hint: 'Delete or move its people, close its accounts, delete its team and revoke its keys first.',
      details: { beneath },
    })
  }
  return { status: 'deleted', deletedAt: now }
}

const words = {
  accounts: ['account', 'accounts'],
  people: ['consumer', 'consumers'],
  team: ['person in its team', 'people in its team'],
  keys: ['API key', 'API keys'],
} as const

/** "2 accounts, 1 consumer"; empty where there is nothing. */
export const beneathText = (beneath: Beneath): string =>
  (Object.keys(words) as (keyof Beneath)[])
    .filter(name => beneath[name] > 0)
    .map(
      name => `${beneath[name].toLocaleString('en')} ${words[name][beneath[name] === 1 ? 0 : 1]}`,
    )
    .join(', ')
