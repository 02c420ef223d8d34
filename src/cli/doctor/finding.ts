/** What a check finds: how bad it is, what was seen, and what to do. */
import { StewardError } from '../../kernel/errors.ts'

/** `warning`: it works, but not all of it or not for long; `failed`: something does not work. */
export type Status = 'ok' | 'warning' | 'failed'

export type Finding = { status: Status; seen: string; advice: string | null }

export type Check = { name: string; look(): Finding | Promise<Finding> }

export const fine = (seen: string): Finding => ({ status: 'ok', seen, advice: null })

export const warning = (seen: string, advice: string | null): Finding => ({
  status: 'warning',
  seen,
  advice,
})

export const failed = (seen: string, advice: string | null): Finding => ({
  status: 'failed',
  seen,
  advice,
})

/** For what can't be told before something else is mended, which has a finding of its own. */
export const unseen = (why: string): Finding => warning(`Not looked at: ${why}`, null)

export type Report = { ok: boolean; checks: ({ name: string } & Finding)[] }

/** Looks at everything at once. A check that fails itself is a finding, and stops no other. */
export const examine = async (checks: readonly Check[]): Promise<Report> => {
  const found = await Promise.all(
    checks.map(async ({ name, look }) => ({ name, ...(await attempted(look)) })),
  )
  return { ok: found.every(({ status }) => status !== 'failed'), checks: found }
}

const attempted = async (look: Check['look']): Promise<Finding> => {
  try {
    return await look()
  } catch (error) {
    return failureOf(error)
  }
}

/** Of an error that isn't ours only its code is told: its message may hold an address or a secret. */
export const failureOf = (error: unknown): Finding => {
  if (error instanceof StewardError) return failed(error.message, error.hint ?? null)
  const { code, name } = error as { code?: unknown; name?: unknown }
  const seen = `It can not be looked at: ${typeof code === 'string' ? code : name}.`
  const isDenied = code === 'EACCES' || code === 'EPERM'
  return failed(seen, isDenied ? 'Check whose it is, and as whom you are here.' : 'Report this.')
}
