/**
 * Every example in help runs as it is written, in a shell, against the built program, in a house of
 * its own where the people and files exist that examples speak of.
 */
import { spawn } from 'node:child_process'
import {
  chmodSync,
  cpSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  rmSync,
  writeFileSync,
} from 'node:fs'
import { constants, tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { jpeg, pdf } from '../support/documents.ts'
import { mailServer } from '../support/mail.ts'
import { codeOf } from '../support/owner.ts'
import { ensureBuilt } from '../support/program.ts'

type Command = { id: string; examples?: string[] }

const manifest = JSON.parse(readFileSync('oclif.manifest.json', 'utf8')) as {
  commands: Record<string, Command>
}

const commands = Object.values(manifest.commands).filter(({ examples }) => examples?.length)

const addedEnvironments =
  'steward environments add staging --database sqlite:s.db && steward environments add prod --database sqlite:p.db --protected'

const accepted =
  'steward consumers documents accept $(steward consumers documents list -o ids) --yes'

const nightly = 'steward keys create --name nightly'
const withNorth = 'steward providers create --name North --reference north'
const withNight = 'steward roles create --name "Night shift" --base support'

const asOwner = 'steward login --email owner@acme.test --password-stdin < password.txt'

/** What has to have happened before the examples of a command make sense. */
const before: Record<string, string> = {
  'accounts:activate': 'steward accounts suspend c1 --reason unpaid',
  'consumers:activate': 'steward consumers suspend bob@example.org --reason unpaid',
  'consumers:create':
    'steward consumers delete ada@example.org --yes && steward consumers delete bob@example.org --yes',
  'consumers:documents:expire': accepted,
  'consumers:review:release': 'steward consumers review claim bob@example.org',
  'consumers:merge': 'steward consumers create --name "Ada O." --email ada.o@example.org',
  'consumers:reopen': 'steward consumers reject bob@example.org --reason incomplete',
  'consumers:restore': 'steward consumers delete ada@example.org --yes',
  'db:restore': 'steward db backup monday.db',
  'environments:edit': addedEnvironments,
  'environments:remove': addedEnvironments,
  'environments:show': addedEnvironments,
  'environments:use': addedEnvironments,
  // A copied home is open to others.
  doctor: 'chmod -R go= home',
  'events:verify':
    'steward events export > events.ndjson && steward events checkpoint > checkpoint.txt',
  'events:prove': 'steward events prove 42 > event.json',
  'keys:create': 'steward keys revoke ci --yes',
  'accounts:templates:disable': 'steward accounts templates enable branch',
  'accounts:sso-token:check': `unset STEWARD_API_KEY; ${asOwner} && steward accounts sso-token reveal c1`,
  'keys:activate': `${nightly} && steward keys suspend nightly`,
  'keys:edit': nightly,
  'keys:revoke': nightly,
  'keys:rotate': nightly,
  'keys:show': nightly,
  'keys:suspend': nightly,
  'providers:delete': withNorth,
  'providers:disable': withNorth,
  'providers:edit': withNorth,
  'providers:enable': `${withNorth} && steward providers disable north`,
  'providers:show': withNorth,
  'roles:delete': withNight,
  'roles:edit': withNight,
  'team:enable': 'steward team disable ops@acme.test',
  'team:resend-invitation': 'steward team invite --email new@acme.test --role auditor',
  'team:sign-out':
    'steward login --email ops@acme.test --password-file password.txt --new-password-file new-password.txt',
  // A wrong guess.
  'team:unlock':
    'steward login --email ops@acme.test --password-file new-password.txt || test $? = 4',
  'outbox:release': 'steward db backup held.db && steward db restore held.db --yes',
}

/** What has to be signed in for: a key is nobody's own profile. */
const isForPerson = (command: string) =>
  /^(me:|login$|logout$|whoami$|accounts:sso-token:(reveal|rotate)$)/.test(command)

/** Examples that end with another exit code than 0 where nobody can be asked. */
const documented: Record<string, number> = {
  // Its mac is of no token, and its time was long ago.
  'steward accounts sso-token check c1 --link-stdin < link.txt': 1,
  'steward accounts sso-token check c1 --email c@client.example --ts 1793232000000 --t 600000 --mac 9f86d0 --json': 1,
  // All events there are of today, and stay.
  'steward events archive --before 2026-01-01 --to events-2025.ndjson.gz --dry-run': 5,
  'steward events archive --through 5000 --to oldest.ndjson.gz --yes --json': 2,
  'steward events verify --archive events-2025.ndjson.gz': 2,
  'steward init': 2,
  'steward login': 2,
  'steward login --provider north': 2,
  'steward login --invitation CODE': 2,
  'steward me password': 2,
  'steward consumers review': 2,
  'steward db restore monday.db': 2,
  // There is no app to retire.
  'steward team refresh-2fa ops@acme.test --reason "lost phone" --json': 5,
}

const folder = mkdtempSync(join(tmpdir(), 'steward-examples-'))
const template = join(folder, 'template')
const bin = join(folder, 'bin')
afterAll(() => rmSync(folder, { recursive: true, force: true }))

type Ended = { exit: number | null; output: string }

/** One line of a shell. What follows a log for ever is interrupted, as a person would. */
const shell = (line: string, cwd: string, env: Record<string, string>): Promise<Ended> =>
  new Promise(done => {
    const follows = line.includes('--follow')
    const child = spawn('sh', ['-c', follows ? `exec ${line}` : line], {
      cwd,
      env: {
        PATH: `${bin}:${process.env.PATH}`,
        HOME: cwd,
        STEWARD_HOME: join(cwd, 'home'),
        ...env,
      },
      stdio: ['ignore', 'pipe', 'pipe'],
    })
    let output = ''
    for (const stream of [child.stdout, child.stderr]) {
      stream.setEncoding('utf8').on('data', text => {
        output += text
      })
    }
    const interruption = follows && setTimeout(() => child.kill('SIGINT'), 3000)
    child.on('close', (code, signal) => {
      if (interruption) clearTimeout(interruption)
      // As a shell tells it: a program that a signal ended has 128 and the signal's number.
      done({ exit: signal ? 128 + constants.signals[signal] : code, output })
    })
  })

const succeed = async (line: string, cwd: string, env: Record<string, string>): Promise<string> => {
  const { exit, output } = await shell(line, cwd, env)
  if (exit !== 0) throw new Error(`${line}\nended with ${exit}: ${output}`)
  return output
}

const people = [
  'name,email,phone,country,company,status,tags',
  'Ada Okafor,ada@example.org,+255712345678,TZ,Okafor Ltd,active,pilot',
  'Bob,bob@example.org,,KE,,pending,',
  ...Array.from({ length: 45 }, (_, at) => `Person ${at},p${at}@example.org,,KE,,active,`),
].join('\n')

const ids = 'ada@example.org\nbob@example.org\n'

const signOnLink = 'https://platform.example/sso?email=c%40client.example&ts=1&t=600000&mac=00\n'

const newPeople = 'name,email\nEve Novak,eve@example.org\n'

let apiKey = ''

beforeAll(async () => {
  await ensureBuilt()
  mkdirSync(bin)
  mkdirSync(template)
  const program = join(process.cwd(), 'bin/run.js')
  writeFileSync(join(bin, 'steward'), `#!/bin/sh\nexec "${process.execPath}" "${program}" "$@"\n`)
  chmodSync(join(bin, 'steward'), 0o755)
  writeFileSync(join(template, 'password.txt'), 'correct horse battery staple\n')
  writeFileSync(join(template, 'database.txt'), 'postgres://steward:secret@db.internal/acme\n')
  writeFileSync(join(template, 'new-password.txt'), 'four new words together\n')
  writeFileSync(join(template, 'link.txt'), signOnLink)
  writeFileSync(join(template, 'seed.csv'), people)
  writeFileSync(join(template, 'passport.pdf'), pdf())
  writeFileSync(join(template, 'card.jpg'), jpeg())
  writeFileSync(join(template, 'people.csv'), newPeople)
  writeFileSync(join(template, 'accounts.csv'), 'email,reference\nn@new.example,n1\n')
  writeFileSync(join(template, 'ids.txt'), ids)
  writeFileSync(join(template, 'team.csv'), 'email,name,role\nnew@acme.test,New,auditor\n')
  writeFileSync(join(template, 'people.ndjson'), '{"name":"Eve Novak","email":"eve@example.org"}\n')
  for (const name of ['crm.csv', 'realm-export.json', 'auth0.ndjson']) {
    cpSync(join('test/fixtures', name), join(template, name))
  }
  const init = 'steward init --name Acme --email owner@acme.test --password-stdin'
  const made = await succeed(`${init} --api-key root --json < password.txt`, template, {})
  apiKey = JSON.parse(made.slice(made.indexOf('{'), made.lastIndexOf('}') + 1)).apiKey
  const env = { STEWARD_API_KEY: apiKey }
  await succeed('steward consumers import seed.csv', template, env)
  const accounts = [
    '--name Client --email c@client.example --reference c1',
    '--name Branch --email b@client.example --reference c1b --parent c1 --country KE',
    '--name Other --email o@other.example --reference c2 --no-owner',
  ]
  for (const feature of ['sms', 'email']) {
    await succeed(`steward features create --reference ${feature}`, template, env)
  }
  const branch = '--name Branch --reference branch --currency KES'
  await succeed(`steward accounts templates create ${branch}`, template, env)
  for (const given of accounts) await succeed(`steward accounts create ${given}`, template, env)
  await succeed('steward keys create --name ci', template, env)
  const ops = 'steward team create --email ops@acme.test --name Ops --role support'
  await succeed(`${ops} --password-stdin < password.txt`, template, env)
  await succeed('steward consumers reset-password ada@example.org', template, env)
  const add = 'steward consumers documents add ada@example.org passport.pdf --kind passport'
  await succeed(add, template, env)
  await succeed(
    'steward consumers suspend p1@example.org p2@example.org --reason audit',
    template,
    env,
  )
}, 120_000)

/** Ids in examples stand for any record of their kind: a real one takes their place. */
const findId: Record<string, string> = {
  acc: 'steward accounts show c1 -o ids',
  con: `steward consumers list --filter 'status=active,deleted name~Okafor' -o ids`,
  key: `steward keys list --filter 'name~nightly' -o ids`,
  msg: 'steward messages list -o ids',
  doc: 'steward consumers documents list -o ids --limit 1',
  evt: 'steward events list -o ids --limit 1',
  ses: 'steward me sessions list -o ids',
  run: 'steward runs list -o ids',
}

const withRealIds = async (line: string, cwd: string, env: Record<string, string>) => {
  const id = /\b(acc|con|doc|key|msg|evt|ses|run)_01k9\w*/.exec(line)
  if (!id) return line
  const [found] = (await succeed(findId[id[1]!]!, cwd, env)).split('\n')
  return line.replace(id[0], found!)
}

const runExample = async (command: string, example: string, at: number, mail: object) => {
  const cwd = join(folder, `${command.replaceAll(':', '-')}-${at}`)
  cpSync(template, cwd, { recursive: true })
  const env: Record<string, string> = { ...mail }
  if (isForPerson(command)) await succeed(asOwner, cwd, env)
  else env.STEWARD_API_KEY = apiKey
  const code = await codeFor(command, cwd, env)
  if (command === 'init' || command === 'demo') rmSync(join(cwd, 'home'), { recursive: true })
  if (before[command]) await succeed(before[command], cwd, env)
  const key = await verifierKey(example, cwd, env)
  const line = (await withRealIds(example, cwd, env))
    .replaceAll('/mnt/backups', cwd)
    .replace(/\b123456\b/, code)
  const ended = await shell(line, cwd, { ...env, ...key })
  const wanted = documented[example] ?? (example.includes('--follow') ? 130 : 0)
  return ended.exit === wanted ? null : { line, wanted, ...ended }
}

/** An app is enrolled before it can be confirmed, and confirmed before it can be disabled. */
const codeFor = async (
  command: string,
  cwd: string,
  env: Record<string, string>,
): Promise<string> => {
  if (!/^me:two-factor:(confirm|disable)$/.test(command)) return ''
  const { secret } = JSON.parse(await succeed('steward me two-factor enrol --json', cwd, env))
  const code = codeOf(secret)
  writeFileSync(join(cwd, 'code.txt'), code)
  if (command.endsWith('disable'))
    await succeed(`steward me two-factor confirm --code ${code}`, cwd, env)
  return code
}

const verifierKey = async (
  example: string,
  cwd: string,
  env: Record<string, string>,
): Promise<Record<string, string>> => {
  if (!example.includes('$VERIFIER_KEY')) return {}
  const answer = await succeed('steward events checkpoint --fields verifierKey --json', cwd, env)
  return { VERIFIER_KEY: (JSON.parse(answer) as { verifierKey: string }).verifierKey }
}

it.each(commands)(
  'the examples of $id do what they say',
  async ({ id, examples = [] }) => {
    const mail = await mailServer()
    const runs = examples.map((example, at) => runExample(id, example, at, mail.env))
    const failed = (await Promise.all(runs)).filter(one => one !== null)
    expect(failed).toEqual([])
  },
  60_000,
)
