/** Asking a person for a second factor: which one, and then the code itself. */
import { StewardError } from '../kernel/errors.ts'
import { askCode, choose } from './prompts.ts'

export type Method = 'app' | 'recovery' | 'email'

/** What an answer says it is missing. */
export type Needs = { needs?: string; methods?: Method[]; retryAfter?: number }

export const needsOf = (error: unknown): Needs =>
  error instanceof StewardError ? ((error.details ?? {}) as Needs) : {}

/** A wrong code or password, or one that came too soon: it can be given again. */
export const canTryAgain = (error: unknown): error is StewardError => {
  const { needs, retryAfter } = needsOf(error)
  return needs === 'code' || needs === 'password' || retryAfter !== undefined
}

const ways: Record<Method, string> = {
  app: 'A code of my authenticator app',
  email: 'A code sent to me by email',
  recovery: 'One of my recovery codes',
}

/** `send` has a code sent and answers what to say of it. */
export type Send = () => Promise<string>

/** Asks for a code in the way that the person chooses. */
export const askFactor = async (methods: readonly Method[], send: Send): Promise<string> => {
  for (;;) {
    const method = await chosen(methods)
    if (method !== 'email') return askCode(method === 'recovery' ? 'Recovery code' : 'Code')
    const problem = await send().then(say, error => error)
    if (!(problem instanceof StewardError)) return askCode('Code')
    tell(problem)
    // Sent a moment ago: the one that is on its way will do.
    if (needsOf(problem).retryAfter !== undefined) return askCode('Code')
  }
}

const chosen = async (methods: readonly Method[]): Promise<Method> => {
  const order = (['app', 'email', 'recovery'] as const).filter(method => methods.includes(method))
  if (order.length < 2) return order[0] ?? 'app'
  return choose(
    'Second factor',
    order.map(value => ({ value, name: ways[value] })),
  )
}

/** What was typed can be no code: too long, say. */
const isNoCode = (error: unknown): boolean =>
  error instanceof StewardError && error.code === 'invalid_input' && error.field === 'code'

/** Asks for a code until it is right; what was wrong with one is told, waits too. */
export const askUntilRight = async <T>(give: (code: string) => Promise<T>): Promise<T> => {
  for (;;) {
    try {
      return await give(await askCode('Code'))
    } catch (error) {
      if (!canTryAgain(error) && !isNoCode(error)) throw error
      tell(error as StewardError)
    }
  }
}

const say = (text: string): void => void process.stderr.write(`${text}\n`)

/** A failure that isn't the end: the person can mend it. */
export const tell = ({ message, hint }: Pick<StewardError, 'message'> & { hint?: string }): void =>
  say(hint ? `${message} ${hint}` : message)
