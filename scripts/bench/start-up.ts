/** What the program costs before it does anything: commands over bare Node, and over each other. */
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import { hash } from '@node-rs/argon2'
import { fillBare, type House, newHouse, password } from './houses.ts'
import { bin, compare, type Env, folder, peakOf, type Result, run, time } from './measure.ts'

type Row = {
  name: string
  /** Words behind `steward`. */
  ours: string[]
  /** What it reads. */
  input?: string
  env?: Env
  /** How it ends, where that isn't well. */
  exit?: number
  /** The peer; bare Node if it isn't told. */
  peer?: Peer
  limit?: number
  rounds?: number
}

type Peer = { name: string; run(): Promise<unknown> | unknown }

const bare: Peer = { name: 'node -e 0', run: () => run(['-e', '0']) }

/** `consumers show`, and before it the hash of a password where that is part of the peer. */
const showing = (env: Env, consumer: string, hashing = false): Peer => ({
  name: hashing ? 'Argon2id + consumers show' : 'consumers show',
  async run() {
    // The cost that src/gateways/passwords.ts has.
    if (hashing) await hash(password, { memoryCost: 19_456, timeCost: 2, parallelism: 1 })
    run([bin, 'consumers', 'show', consumer, '--json'], { env })
  },
})

const rowsFor = (house: House, someone: string, large: House, another: string): Row[] => {
  const { env } = house
  const show = ['consumers', 'show', someone, '--json']
  const create = ['consumers', 'create', '--name', 'Bob', '--json']
  const login = ['login', '--email', 'owner@acme.test', '--password-stdin', '--json']
  const complete = ['complete', '--line', `steward consumers show ${another.slice(0, -2)}`]
  const nobody = { ...env, STEWARD_API_KEY: undefined }
  const signing = { input: password, env: nobody, peer: showing(env, someone, true) }
  const completing = { env: large.env, peer: showing(large.env, another) }
  const demo = { ours: ['demo', '--reset', '--folder', join(folder, 'demo')], rounds: 3 }
  const rows: Row[] = [
    { name: 'version', ours: ['--version'], limit: 1.6 },
    { name: 'one record', ours: show, limit: 1.8 },
    { name: 'help', ours: ['--help'], limit: 2.6 },
    { name: 'a parse error', ours: ['consumers', 'list', '--nothing'], exit: 2, limit: 2.8 },
    { name: 'whoami', ours: ['whoami', '--json'], peer: showing(env, someone), limit: 1.15 },
    { name: 'completion', ours: complete, ...completing, limit: 2 },
    { name: 'sign in', ours: login, ...signing, limit: 1.5 },
    { name: 'a page of 50', ours: ['consumers', 'list', '--json'] },
    { name: 'a write', ours: create, rounds: 9 },
    ...(existsSync('dist/commands/demo.js') ? [{ name: 'demo', ...demo, limit: 60 }] : []),
  ]
  return rows.map(row => ({ env, ...row }))
}

const commandOf = (words: readonly string[]): string => `steward ${words.join(' ')}`

const timed = ({ name, ours, input, env, exit, peer = bare, limit, rounds = 21 }: Row) =>
  compare({
    name,
    ours: commandOf(ours),
    peer: peer.name,
    limit,
    rounds,
    measure: {
      mine: () => time(() => run([bin, ...ours], { input, env, exit })),
      theirs: () => time(() => peer.run()),
    },
  })

const memory = ({ env }: House, someone: string) => {
  const show = ['consumers', 'show', someone, '--json']
  const measure = {
    mine: () => peakOf([bin, ...show], { env }),
    theirs: () => peakOf(['-e', '0']),
  }
  const said = { name: 'memory', ours: commandOf(show), peer: bare.name }
  return compare({ ...said, unit: 'MB', limit: 1.6, rounds: 5, measure })
}

/** Stopping a whole provider, beside stopping one of its people; what is stopped goes on in between. */
const stopping = () => {
  const house = newHouse('stopping')
  const { env } = house
  const steward = (...words: string[]) => run([bin, ...words, '--json'], { env })
  steward('providers', 'create', '--name', 'North', '--reference', 'north')
  const one = fillBare(house, 100_000)
  const north = ['providers', 'disable', 'north']
  const person = ['consumers', 'suspend', one, '--reason', 'unpaid']
  const timed = (stop: string[], goOn: string[]) => async () => {
    const taken = await time(() => steward(...stop))
    steward(...goOn)
    return taken
  }
  return compare({
    name: 'a provider of 100,000 people',
    ours: commandOf(north),
    peer: 'consumers suspend, one of them',
    limit: 3,
    rounds: 9,
    measure: {
      mine: timed(north, ['providers', 'enable', 'north']),
      theirs: timed(person, ['consumers', 'activate', one]),
    },
  })
}

export const startUp = async (): Promise<Result[]> => {
  const house = newHouse('house')
  const someone = fillBare(house, 10_000)
  const large = newHouse('large')
  const another = fillBare(large, 1_000_000)
  const results: Result[] = []
  for (const row of rowsFor(house, someone, large, another)) results.push(await timed(row))
  return [...results, await stopping(), await memory(house, someone)]
}
