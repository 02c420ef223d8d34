/**
 * The system's keychain, asked by a process of its own: a keychain that hangs (a locked one behind a
 * dialog nobody sees, a bus that never answers) can then be left behind, which no thread can be.
 */
import { spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { createRequire } from 'node:module'
import { join } from 'node:path'

export type Keychain = {
  /** Throws when there is no keychain to ask, or none that answers in time. */
  get(account: string): Promise<string | null>
  set(account: string, secret: string): Promise<void>
  remove(account: string): Promise<void>
}

type Question = { does: 'get' | 'set' | 'remove'; account: string; secret?: string }

/** Milliseconds a keychain may take. */
export const patience = 2000

const service = 'steward'

/**
 * What the process runs. The question comes by its standard input: an argument is seen by everyone on
 * the machine. On Linux only the Secret Service will do: what the kernel keeps is gone at logout.
 */
const program = `
const { Entry } = require(process.argv[1])
const { does, account, secret } = JSON.parse(require('node:fs').readFileSync(0, 'utf8'))
const entry = new Entry('${service}', account, { linux: { store: 'secret-service' } })
if (does === 'set') entry.setPassword(secret)
if (does === 'remove') entry.deletePassword()
process.stdout.write(JSON.stringify(does === 'get' ? entry.getPassword() : null))
`

type Environment = Record<string, string | undefined>

/** Where nobody is logged in to a desktop no keychain is there to be asked. */
const isHeadless = ({ DBUS_SESSION_BUS_ADDRESS: bus, XDG_RUNTIME_DIR: runtime }: Environment) =>
  process.platform === 'linux' && !bus && !(runtime && existsSync(join(runtime, 'bus')))

/** Null where there can be none: no desktop, or its library isn't installed. `root` is the package's
 * folder. */
export const keychainOf = (root: string, env: Environment, within = patience): Keychain | null => {
  if (isHeadless(env)) return null
  const library = libraryPath(root)
  if (library === null) return null
  const ask = (question: Question) => answerOf(library, question, { env, timeout: within })
  return {
    get: account => ask({ does: 'get', account }),
    set: async (account, secret) => void (await ask({ does: 'set', account, secret })),
    remove: async account => void (await ask({ does: 'remove', account })),
  }
}

const libraryPath = (root: string): string | null => {
  try {
    return createRequire(join(root, 'package.json')).resolve('@napi-rs/keyring')
  } catch {
    return null
  }
}

const answerOf = (
  library: string,
  question: Question,
  around: { env: Environment; timeout: number },
): Promise<string | null> =>
  new Promise((done, fail) => {
    const child = spawn(process.execPath, ['-e', program, library], {
      ...around,
      stdio: ['pipe', 'pipe', 'ignore'],
      killSignal: 'SIGKILL',
      windowsHide: true,
    })
    let answer = ''
    child.stdout.setEncoding('utf8').on('data', text => {
      answer += text
    })
    child.on('error', fail)
    child.on('close', code =>
      code === 0 ? done(JSON.parse(answer)) : fail(new Error('The keychain does not answer.')),
    )
    child.stdin.on('error', () => undefined)
    child.stdin.end(JSON.stringify(question))
  })
