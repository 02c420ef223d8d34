/** What stands between a protected environment and what is to be destroyed in it: its name, typed. */
import { invalid } from '../../kernel/errors.ts'
import type { Environment } from './resolve.ts'

/** What was given with --confirm: whether the environment's name was among it, and the rest. */
export type Confirmed = { byName: boolean; others: string[] }

export const confirmedBy = (
  values: readonly string[],
  { name, protected: isProtected }: Pick<Environment, 'name' | 'protected'>,
): Confirmed => {
  const at = isProtected && name !== null ? values.indexOf(name) : -1
  return { byName: at >= 0, others: values.filter((_, index) => index !== at) }
}

/**
 * --yes is too easily typed: it takes the name. Throws `invalid_input` where another was given or
 * nobody can be asked, and `declined` where another is typed.
 */
export const requireName = async (
  name: string,
  { byName, others }: Confirmed,
  canAsk: boolean,
  question: () => Promise<string>,
): Promise<void> => {
  if (byName) return
  if (others.length === 0 && canAsk) {
    const { typeName } = await import('../prompts.ts')
    return typeName(await question(), name)
  }
  const message =
    others.length > 0
      ? 'What --confirm says is not the name of this environment, which is protected.'
      : `${name} is protected: this needs its name.`
  throw invalid('confirm', message, `If that is meant, repeat it with --confirm ${name}.`)
}
