/** Whoever can write the database, and has no secret key, makes no archive that is believed. */
import { hash, randomBytes } from 'node:crypto'
import { expect, it } from 'vitest'
import { detailDigest, leafText } from '../../../src/kernel/event.ts'
import type { FileInput } from '../../../src/kernel/fields.ts'
import {
  append,
  emptyFrontier,
  inclusionProof,
  leafHash,
  rootOf,
} from '../../../src/kernel/merkle.ts'
import { type Signer, signingKey, verifierKey } from '../../../src/kernel/note.ts'
import { noteConsumer } from '../../../src/services/consumers/note.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { checkpointEvents } from '../../../src/services/events/checkpoint.ts'
import { joinArchives } from '../../../src/services/events/joining.ts'
import { signManifest } from '../../../src/services/events/proof.ts'
import { type Sealed, sealArchive } from '../../../src/services/events/seal.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { leafOf } from '../../../src/store/log.ts'
import { type House, newHouse } from '../../support/house.ts'
import { bring } from '../../support/people.ts'
import { entry, happen, scopeOf, stored, tamper } from './tampering.ts'

const fileOf = (content: string, name: string): FileInput => ({
  name,
  open: async function* () {
    yield Buffer.from(content)
  },
  digest: async () => hash('sha256', content, 'hex'),
})

/** Every event with another reason, as leaves of a tree of their own that is `size` long. */
const forgery = async (house: House, size: number, signer: Signer, key: string) => {
  const scope = await scopeOf(house)
  // biome-ignore lint/suspicious/noExplicitAny: rows as they are stored
  const rows = await stored<any>(house, 'select * from events order by sequence')
  const forged = rows.map(row => {
    const detail = JSON.stringify({ ...JSON.parse(row.detail), reason: 'FORGED' })
    const digest = detailDigest('salt', detail)
    const full = { ...row, at: new Date(row.at), apiKey: row.api_key, digest }
    return { leaf: leafOf(full, scope.providerId), salt: 'salt', detail }
  })
  const frontier = emptyFrontier()
  const leaves = forged.map(({ leaf }) => leafHash(leafText(leaf)))
  while (leaves.length < size) leaves.push(randomBytes(32))
  const nodes = leaves.map(leaf => Buffer.concat([leaf, ...append(frontier, leaf)]))
  const origin = `steward/${scope.organization.id}/${scope.providerId}`
  const checkpoint = { origin, size, root: rootOf(frontier) }
  const [format, last] = ['steward-events/1' as const, rows.length]
  const manifest = { format, filter: [], complete: false, count: last, first: 1, last, erased: 0 }
  const note = signManifest(checkpoint, manifest, signer)
  const lines = [JSON.stringify({ ...manifest, checkpoint: note, verifierKey: key })]
  for (const one of forged) {
    const proof = await inclusionProof(one.leaf.sequence - 1, size, async (level, index) =>
      nodes[(index + 1) * 2 ** level - 1]!.subarray(level * 32, level * 32 + 32),
    )
    lines.push(JSON.stringify({ ...one, proof: proof.map(node => node.toString('base64')) }))
  }
  const text = `${lines.join('\n')}\n`
  const ends = { begins: new Date(rows[0].at), ends: new Date(rows.at(-1).at) }
  const sha256 = hash('sha256', text, 'hex')
  const said = { first: 1, last, size, root: checkpoint.root.toString('hex') }
  return { file: fileOf(text, 'a'), sealed: { ...said, ...ends, file: 'a', sha256 }, origin }
}

const claim = async (house: House, sealed: Sealed, origin: string, signer: Signer) => {
  const { begins, ends, ...told } = sealed
  await tamper(
    house,
    `delete from event_archives; insert into event_archives select provider, 1, ${told.last},
    ${Number(begins)}, ${Number(ends)}, ${told.size}, '${told.root}', '${told.file}', '${told.sha256}',
    ${Number(ends)}, '${sealArchive(sealed, origin, signer)}' from logs`,
  )
  const word = entry(house.clock.now, { type: 'events.archive', subjects: [] })
  await happen(house, [{ ...word, detail: { ...word.detail, note: told } }])
}

it('a history forged as an archive is refused: by its size, its root, its seal and its file', async () => {
  const house = await newHouse('sqlite')
  const [one] = await bring(house, { name: 'Ada' }, { name: 'Bob' })
  await house.run(noteConsumer, { consumer: one!.id, text: 'old' })
  const old = await house.ask(checkpointEvents)
  const truth = await stored<{ root: string; size: number }>(house, 'select root, size from logs')
  const { privateKey, publicKey } = signingKey(randomBytes(32))
  const name = old.verifierKey.slice(0, old.verifierKey.indexOf('+'))
  const [signer, key] = [{ name, privateKey }, verifierKey(name, publicKey)]
  const { file, sealed, origin } = await forgery(house, 4096, signer, key)
  await tamper(
    house,
    `insert into archived_events select provider, sequence, nodes from events;
    delete from event_subjects; delete from events`,
  )
  const verdicts = async (raw = {}) => {
    const against = fileOf(old.note, 'old')
    const verdict = await house.ask(verifyEvents, { against, ...raw })
    return [verdict.ok, (await joinArchives(verdict, [file])).ok]
  }
  await claim(house, sealed, origin, signer)
  expect(await verdicts()).toEqual([false, false])
  expect(await house.ask(checkDatabase)).toMatchObject({ log: { ok: false } })
  // With the key of the database replaced too: whoever trusts that is still told of size and root.
  await tamper(house, `update organizations set log_public_key = '${publicKey.toString('hex')}'`)
  expect(await house.ask(checkDatabase)).toMatchObject({ log: { ok: false } })
  expect((await house.ask(verifyEvents, { key })).problem.what).toContain('no place in this log')
  const within = { ...sealed, size: truth[0]!.size }
  await claim(house, within, origin, signer)
  expect(await house.ask(verifyEvents, { key })).toMatchObject({ ok: false })
  // The most there is: the true root, and a file that can't prove what it says under it. Words are
  // gone, none are forged; and the organisation's own key, or one kept elsewhere, tells even that.
  await claim(house, { ...within, root: truth[0]!.root }, origin, signer)
  const trusting = await house.ask(verifyEvents, { key })
  expect(trusting).toMatchObject({ ok: true, archived: truth[0]!.size })
  expect((await joinArchives(trusting, [file])).ok).toBe(false)
  expect(await verdicts()).toEqual([false, false])
  expect(await verdicts({ key: old.verifierKey })).toEqual([false, false])
  expect((await verdicts({ key }))[0]).toBe(false)
})
