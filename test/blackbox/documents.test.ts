/** Documents and their review as a person meets them: files, pipes and a terminal. */
import { readFileSync, statSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { beforeAll, describe, expect, it } from 'vitest'
import { temporaryFolder } from '../support/databases.ts'
import { pdf, png } from '../support/documents.ts'
import { ensureBuilt, shell, steward } from '../support/program.ts'
import { inTerminal } from '../support/pty.ts'

beforeAll(ensureBuilt)

/** A house with Bob, who is pending and has two documents. */
const house = async () => {
  const folder = temporaryFolder()
  const home = { STEWARD_HOME: join(folder, 'home') }
  const init = 'init --name Acme --email o@acme.test --password-stdin --api-key ci --json'
  const input = 'correct horse battery staple'
  const made = await steward(init.split(' '), { env: home, input })
  const env = { ...home, STEWARD_API_KEY: JSON.parse(made.stdout).apiKey as string }
  const run = async (line: string) => {
    const ended = await steward([...line.split(' '), '--json'], { env })
    if (ended.exit !== 0) throw new Error(ended.stdout + ended.stderr)
    return JSON.parse(ended.stdout)
  }
  writeFileSync(join(folder, 'passport.pdf'), pdf())
  writeFileSync(join(folder, 'me.png'), png())
  await run('consumers create --name Bob --email bob@example.org --status pending')
  const add = 'consumers documents add bob@example.org'
  const passport = await run(`${add} ${join(folder, 'passport.pdf')} --kind passport`)
  const selfie = await run(`${add} ${join(folder, 'me.png')} --kind selfie`)
  const statusOf = async (line: string) => (await run(line)).status as string
  return {
    folder,
    env,
    run,
    passport: passport.id as string,
    selfie: selfie.id as string,
    documents: async () =>
      Promise.all([passport, selfie].map(({ id }) => statusOf(`consumers documents show ${id}`))),
    person: () => statusOf('consumers show bob@example.org'),
    claimed: async () => (await run('consumers review list --filter claimed=yes')).data.length,
  }
}

const [down, enter, back] = ['\x1b[B', '\r', '\x1b']

describe('a document from standard input', () => {
  it('is kept byte for byte, also where an idempotency key has it read twice', async () => {
    const { env, folder } = await house()
    const add = 'steward consumers documents add bob@example.org - --kind other'
    const line = `cd ${folder}; ${add} --idempotency-key k1 --json --fields id,bytes < me.png`
    const [first, again] = [await shell(line, { env }), await shell(line, { env })]
    expect(JSON.parse(first.stdout)).toMatchObject({ bytes: png().length })
    expect(JSON.parse(again.stdout).id).toBe(JSON.parse(first.stdout).id)
  })
})

describe('a document that is downloaded', () => {
  it('goes into a pipe as it is, or into a new file that only its reader can read', async () => {
    const { env, folder, passport } = await house()
    const download = `steward consumers documents download ${passport}`
    const to = join(folder, 'copy.pdf')
    const line = `cd ${folder}; ${download} | cmp - passport.pdf && ${download} --to copy.pdf`
    expect(await shell(line, { env })).toMatchObject({ exit: 0 })
    expect(readFileSync(to)).toEqual(pdf())
    expect(statSync(to).mode & 0o777).toBe(0o600)
    const again = await shell(`${download} --to ${to} --json`, { env })
    expect([again.exit, JSON.parse(again.stdout).error.field]).toEqual([5, 'to'])
    const forced = await shell(`${download} --to ${to} --force --json --fields file`, { env })
    expect([forced.exit, JSON.parse(forced.stdout)]).toEqual([0, { file: to }])
    const nowhere = await shell(`${download} --to ${folder}/none/copy.pdf --json`, { env })
    expect([nowhere.exit, JSON.parse(nowhere.stdout).error.field]).toEqual([2, 'to'])
    const onTerminal = await inTerminal(download, env)
    expect([onTerminal.exit, onTerminal.screen]).toEqual([2, expect.stringContaining('--to FILE')])
  })
})

describe('an erasure', () => {
  it('takes the files away at once; where it can not, its exit code says so until it could', async () => {
    const { env, folder } = await house()
    const erase = 'steward consumers privacy erase bob@example.org --reason x --yes --json'
    const [kept, away] = [join(folder, 'home/documents'), join(folder, 'away')]
    const first = await shell(`mv ${kept} ${away} && ${erase}`, { env })
    expect([first.exit, first.stderr]).toEqual([8, expect.stringContaining('They are erased, but')])
    const { id } = JSON.parse(first.stdout)
    const find = `find ${kept} -type f`
    const again = erase.replace('bob@example.org', id)
    const second = await shell(`mv ${away} ${kept} && ${find} | wc -l && ${again} && ${find}`, {
      env,
    })
    expect([second.exit, second.stdout]).toEqual([0, expect.stringMatching(/^2\n/)])
    expect(second.stdout).not.toContain(kept)
  })
})

describe('a walk through the queue', () => {
  it('shows the person and each document, takes a verdict on each, and lets go', async () => {
    const { env, documents, person, claimed } = await house()
    const { exit, screen } = await inTerminal('steward consumers review', env, [
      ['Document 1 of 2', down + down + enter],
      ['Accept it all the same?', `y${enter}`],
      ['Last day it is valid', `tomorrow${enter}`],
      ['must be a day', `\x152031-05-31${enter}`],
      ['Document 2 of 2', down + down + down + down + enter],
      ['What is wrong', ` ${enter}`],
      ['In your own words', `Too dark.${enter}`],
      ['Bob is pending', down + enter],
      ['Approve Bob <bob@example.org>? Documents: 1 accepted, 1 requested.', `y${enter}`],
    ])
    expect(screen).toContain('Nobody waits for review.')
    expect(exit).toBe(0)
    expect([await documents(), await person()]).toEqual([['accepted', 'requested'], 'active'])
    expect(await claimed()).toBe(0)
  })

  it('decides nothing by Enter alone, however often', async () => {
    const { env, folder, documents, person } = await house()
    const line = `cd ${folder}; steward consumers review`
    const { exit, screen } = await inTerminal(line, env, [
      ['Document 1 of 2', enter],
      ['Save as', enter],
      ['Document 1 of 2', enter],
      ['Document 2 of 2', down + down + enter],
      ['Accept it all the same?', enter],
      ['Document 2 of 2', enter],
      ['Save as', enter],
      ['Document 2 of 2', enter],
      ['Bob is pending', down + enter],
      ['Approve Bob <bob@example.org>? Documents: 2 waiting.', enter],
      ['Bob is pending', enter],
    ])
    expect([exit, screen]).toEqual([0, expect.stringMatching(/reviewed +0/)])
    expect([await documents(), await person()]).toEqual([['waiting', 'waiting'], 'pending'])
  })

  it('goes back by Esc: from a verdict to the document, from there to the one before', async () => {
    const { env, documents, person } = await house()
    const { exit, screen } = await inTerminal('steward consumers review', env, [
      ['Document 1 of 2', down + enter],
      ['Document 2 of 2', down + down + down + enter],
      ['What is wrong', back],
      ['Document 2 of 2', back],
      ['Document 1 of 2', back],
      ['reviewed', ''],
    ])
    expect([exit, screen]).toEqual([0, expect.stringMatching(/reviewed +0/)])
    expect([await documents(), await person()]).toEqual([['waiting', 'waiting'], 'pending'])
  })

  it('offers of a document that was decided only what can still be done', async () => {
    const { env, documents } = await house()
    const { screen } = await inTerminal('steward consumers review', env, [
      ['Document 1 of 2', down + down + enter],
      ['Accept it all the same?', `y${enter}`],
      ['Last day it is valid', enter],
      ['Document 2 of 2', back],
      ['Document 1 of 2', '\x03'],
    ])
    const again = screen.slice(screen.lastIndexOf('Document 1 of 2'))
    expect(again).toContain('Reject it')
    expect(again).not.toContain('Accept it')
    expect(await documents()).toEqual(['accepted', 'waiting'])
  })

  it('comes to its end when everything is left as it is', async () => {
    const { env, claimed } = await house()
    const { exit, screen } = await inTerminal('steward consumers review --json', env, [
      ['Document 1 of 2', down + enter],
      ['Document 2 of 2', down + enter],
      ['Bob is pending', enter],
      ['Nobody waits for review.', ''],
    ])
    expect([exit, screen]).toEqual([0, expect.stringContaining('"reviewed": 0')])
    expect(await claimed()).toBe(0)
  })

  it('is stopped by Ctrl-C, which lets go of the claim', async () => {
    const { env, claimed } = await house()
    const { exit } = await inTerminal('steward consumers review', env, [['Document 1', '\x03']])
    expect([exit, await claimed()]).toEqual([130, 0])
  })

  it('saves a document to be looked at, and numbers its choices where ACCESSIBLE is set', async () => {
    const { env, folder, passport, documents } = await house()
    const line = `cd ${folder}; steward consumers review`
    const { exit, screen } = await inTerminal(line, { ...env, ACCESSIBLE: '1' }, [
      ['4) Reject it', `1${enter}`],
      ['Save as', enter],
      ['Written:', ''],
      ['4) Reject it', `4${enter}`],
      ['What is wrong', `unreadable,other${enter}`],
      ['In your own words', enter],
      ['must not be empty', `It is blank.${enter}`],
      ['Document 2 of 2', `8${enter}`],
    ])
    expect([exit, screen]).toEqual([0, expect.stringMatching(/rejected +1/)])
    expect(readFileSync(join(folder, `${passport}.pdf`))).toEqual(pdf())
    expect(await documents()).toEqual(['rejected', 'waiting'])
  })
})
