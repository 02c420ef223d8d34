import { readdirSync, readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { basename, dirname, join } from 'node:path'
import { expect, it } from 'vitest'
import { scopeWithin } from '../../../src/kernel/context.ts'
import { createConsumer } from '../../../src/services/consumers/create.ts'
import { deleteConsumer } from '../../../src/services/consumers/delete.ts'
import { acceptDocument } from '../../../src/services/consumers/documents-accept.ts'
import { addDocument } from '../../../src/services/consumers/documents-add.ts'
import { downloadDocument } from '../../../src/services/consumers/documents-download.ts'
import { expireDocument } from '../../../src/services/consumers/documents-expire.ts'
import { listDocuments } from '../../../src/services/consumers/documents-list.ts'
import { rejectDocument } from '../../../src/services/consumers/documents-reject.ts'
import { remindDocuments } from '../../../src/services/consumers/documents-remind.ts'
import { requestDocument } from '../../../src/services/consumers/documents-request.ts'
import { showDocument } from '../../../src/services/consumers/documents-show.ts'
import { sweepDocuments } from '../../../src/services/consumers/documents-sweep.ts'
import { privacyErase } from '../../../src/services/consumers/privacy-erase.ts'
import { getConsumer } from '../../../src/services/consumers/queries.ts'
import { showConsumer } from '../../../src/services/consumers/show.ts'
import { checkDatabase } from '../../../src/services/db/check.ts'
import { documentBelongings } from '../../../src/services/documents/belongings.ts'
import { listEvents } from '../../../src/services/events/list.ts'
import { showEvent } from '../../../src/services/events/show.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { showMessage } from '../../../src/services/messages/show.ts'
import type { Tx } from '../../../src/store/transaction.ts'
import { addTo, fileOf, png } from '../../support/documents.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'

const ada = 'ada@example.org'

const newHouseOfAda = async (engine: Parameters<typeof newHouse>[0], env = {}) => {
  const house = await newHouse(engine, env)
  await house.ask(createConsumer, { name: 'Ada Okafor', email: ada, country: 'TZ' })
  return house
}

/** Every file in the documents folder, by its path. */
const filesOf = (folder: string): string[] =>
  readdirSync(folder, { recursive: true, withFileTypes: true })
    .filter(entry => entry.isFile())
    .map(entry => join(entry.parentPath, entry.name))

const events = async (house: House, type: string) =>
  (await house.ask(listEvents, { filter: `type=${type}` })).data

/** The checks that found something, with how much. */
const broken = async (house: House, input = {}) => {
  const { checks } = await house.ask(checkDatabase, input)
  return Object.fromEntries(
    checks.filter(({ ok }: { ok: boolean }) => !ok).map((one: Named) => [one.name, one.found]),
  )
}
type Named = { name: string; found: number }

const hours = (house: House, count: number) => {
  house.clock.now = new Date(house.clock.now.getTime() + count * 3_600_000)
}

onEveryEngine('a document', engine => {
  it('is kept encrypted outside the database, for its owner alone, and comes back the same', async () => {
    const house = await newHouseOfAda(engine)
    const content = png(7)
    const added = await addTo(house, ada, { number: 'A1', country: 'Kenya' }, content)
    expect(added).toMatchObject({ status: 'waiting', country: 'KE', mediaType: 'image/png' })
    const [file, ...others] = filesOf(join(house.home, 'documents'))
    expect(others).toEqual([])
    expect([statSync(file!).mode & 0o777, statSync(join(file!, '..')).mode & 0o777]).toEqual([
      0o600, 0o700,
    ])
    const sealed = readFileSync(file!)
    expect(sealed.includes(Buffer.from('IHDR'))).toBe(false)
    expect(file).not.toContain(added.id)
    const read = await house.ask(downloadDocument, { document: added.id })
    expect(Buffer.from(read.content, 'base64')).toEqual(content)
  })

  it('lies where STEWARD_DOCUMENTS says', async () => {
    const first = await newHouse(engine)
    const house = await newHouseOfAda(engine, { STEWARD_DOCUMENTS: join(first.home, 'elsewhere') })
    await addTo(house, ada)
    expect(filesOf(join(first.home, 'elsewhere'))).toHaveLength(1)
  })

  it('is refused once its file was changed, put in the place of another, or is gone', async () => {
    const house = await newHouseOfAda(engine)
    const one = await addTo(house, ada, {}, png(1))
    const [file] = filesOf(join(house.home, 'documents')) as [string]
    const two = await addTo(house, ada, { kind: 'selfie' }, png(2))
    const other = filesOf(join(house.home, 'documents')).find(path => path !== file)!
    const kept = readFileSync(file)
    const read = (document: string) => failure(house.ask(downloadDocument, { document }))
    for (const at of [0, 5, 15, 30, kept.length - 1]) {
      const changed = Buffer.from(kept)
      changed[at]! ^= 1
      writeFileSync(file, changed)
      expect(await read(one.id)).toMatchObject({ code: 'check_failed' })
    }
    expect(await broken(house, { documents: true })).toEqual({ 'document-contents': 1 })
    writeFileSync(file, kept.subarray(0, 10))
    expect(await read(one.id)).toMatchObject({ code: 'check_failed' })
    writeFileSync(other, kept)
    expect(await read(two.id)).toMatchObject({ code: 'check_failed' })
    expect(await broken(house, { documents: true })).toEqual({ 'document-contents': 2 })
    expect(await broken(house)).toEqual({})
    rmSync(file)
    expect(await read(one.id)).toMatchObject({ code: 'unavailable' })
    expect(await broken(house)).toEqual({ 'document-files': 1 })
  })

  it('tells which others have the very same content, whoever they are of', async () => {
    const house = await newHouseOfAda(engine)
    await house.ask(createConsumer, { name: 'Bob', email: 'bob@example.org' })
    const first = await addTo(house, ada, {}, png(1))
    const other = await addTo(house, ada, {}, png(2))
    const again = await addTo(house, 'bob@example.org', {}, png(1))
    const third = await addTo(house, ada, {}, png(1))
    const sameAs = async ({ id }: { id: string }) =>
      (await house.ask(showDocument, { document: id })).sameAs
    expect(first).toMatchObject({ sameAs: [] })
    expect(third).toMatchObject({ sameAs: [first.id, again.id] })
    expect([await sameAs(first), await sameAs(other)]).toEqual([[again.id, third.id], []])
  })

  it('leaves an event each time it is read: who, which one, and its digest', async () => {
    const house = await newHouseOfAda(engine)
    const { id, consumer, sha256 } = await addTo(house, ada, { number: 'A1' })
    await house.ask(downloadDocument, { document: id })
    await house.ask(showDocument, { document: id })
    const [{ sequence }] = await events(house, 'consumers.documents-download')
    expect(await house.ask(showEvent, { event: String(sequence) })).toMatchObject({
      actor: { id: house.ownerId },
      subjects: [{ id, name: 'passport' }, { id: consumer }],
      consumer: { id: consumer },
      note: { document: id, sha256 },
    })
    expect(await events(house, 'consumers.documents-show')).toHaveLength(1)
  })

  it('is not written by a dry run, nor by a call that is refused', async () => {
    const house = await newHouseOfAda(engine)
    const input = { consumer: ada, file: fileOf(png()), kind: 'passport' }
    const { changes } = await house.run(addDocument, input, { dryRun: true })
    expect(changes).toHaveLength(1)
    const late = { ...input, issuedOn: '2026-03-02' }
    expect(await failure(house.ask(addDocument, late))).toMatchObject({ field: 'issuedOn' })
    const nobody = { ...input, consumer: 'bob@example.org' }
    expect(await failure(house.ask(addDocument, nobody))).toMatchObject({ code: 'not_found' })
    await house.ask(deleteConsumer, { consumer: ada })
    expect(await failure(house.ask(addDocument, input))).toMatchObject({ code: 'not_found' })
    expect(() => filesOf(join(house.home, 'documents'))).toThrow('ENOENT')
  })

  it('is added once under one idempotency key', async () => {
    const house = await newHouseOfAda(engine)
    const input = { consumer: ada, file: fileOf(png()), kind: 'passport' }
    const once = { idempotencyKey: 'k1' }
    const first = await house.run(addDocument, input, once)
    const again = await house.run(addDocument, input, once)
    expect([again.replayed, again.value]).toEqual([true, first.value])
    expect(filesOf(join(house.home, 'documents'))).toHaveLength(1)
    const other = { ...input, file: fileOf(png(9)) }
    expect(await failure(house.run(addDocument, other, once))).toMatchObject({ code: 'conflict' })
  })

  it('has a verdict by whom and when; its owner stays as they are', async () => {
    const house = await newHouseOfAda(engine)
    const { id } = await addTo(house, ada)
    const accepted = await house.ask(acceptDocument, { document: id, note: 'Seen on a call' })
    expect(accepted).toMatchObject({
      status: 'accepted',
      note: 'Seen on a call',
      decidedBy: house.ownerId,
      decidedAt: house.clock.now.toISOString(),
    })
    const twice = await failure(house.ask(acceptDocument, { document: id }))
    expect(twice).toMatchObject({ code: 'illegal_state', details: { status: 'accepted' } })
    const person = await house.ask(showConsumer, { consumer: ada })
    expect(person).toMatchObject({ status: 'active', documents: { accepted: 1, waiting: 0 } })
  })

  it('is asked for again by email, and the next of its kind and side takes its place', async () => {
    const house = await newHouseOfAda(engine)
    const card = { kind: 'id-card', side: 'front' }
    const { id } = await addTo(house, ada, card)
    const reason = 'The lower\nedge is cut off'
    const problems = ['unreadable', 'name-mismatch']
    const { messages } = await house.run(requestDocument, { document: id, problems, reason })
    const { text } = await house.ask(showMessage, { message: messages[0]!.id })
    expect(text).toContain('identity card (front)')
    expect(text).toContain(
      'It can not be read; the name on it is not the one of your account. The lower edge is cut off',
    )
    const statusOf = async () => (await house.ask(showDocument, { document: id })).status
    await addTo(house, ada, { ...card, side: 'back' })
    expect(await statusOf()).toBe('requested')
    await addTo(house, ada, card)
    expect(await statusOf()).toBe('superseded')
  })

  it('that may be forged is turned down without a word about that', async () => {
    const house = await newHouseOfAda(engine)
    const { id } = await addTo(house, ada)
    const input = { document: id, problems: 'suspected-forgery' }
    const { messages, value } = await house.run(rejectDocument, input)
    expect(value).toMatchObject({ status: 'rejected', problems: ['suspected-forgery'] })
    const { text } = await house.ask(showMessage, { message: messages[0]!.id })
    expect([text.includes('could not accept your passport'), /forg|suspect/i.test(text)]).toEqual([
      true,
      false,
    ])
  })

  it('expires by hand or when its last day is over, with nothing written', async () => {
    const house = await newHouseOfAda(engine)
    const first = await addTo(house, ada, { expiresOn: '2026-03-02' })
    const second = await addTo(house, ada, { kind: 'selfie' })
    for (const { id } of [first, second]) await house.ask(acceptDocument, { document: id })
    const input = { document: second.id, reason: 'Reported stolen' }
    expect(await house.ask(expireDocument, input)).toMatchObject({ status: 'expired' })
    hours(house, 36)
    const { data } = await house.ask(listDocuments, { filter: 'status=expired', sort: 'expiresOn' })
    expect(data.map(({ id }: { id: string }) => id)).toEqual([first.id, second.id])
    expect(await failure(house.ask(acceptDocument, { document: first.id }))).toMatchObject({
      message: 'This document has expired: it can not be accepted.',
    })
    const renewed = { document: first.id, expiresOn: '2031-03-02' }
    expect(await house.ask(acceptDocument, renewed)).toMatchObject({ status: 'accepted' })
  })

  it('is reminded of 30 and 7 days before its end and at it, each time once', async () => {
    const house = await newHouseOfAda(engine)
    await house.ask(createConsumer, { name: 'Bob', phone: '+255712345678' })
    const { id } = await addTo(house, ada, { expiresOn: '2026-04-15' })
    const noEmail = await addTo(house, '+255712345678', { expiresOn: '2026-04-15' })
    for (const document of [id, noEmail.id]) await house.ask(acceptDocument, { document })
    const remind = async () => {
      const { value, messages } = await house.run(remindDocuments)
      return [value, messages.map(({ template }) => template)]
    }
    const nothing = [{ queued: 0, unreachable: 0, more: false }, []]
    const one = { queued: 1, unreachable: 1, more: false }
    expect(await remind()).toEqual(nothing)
    hours(house, 24 * 20)
    expect(await remind()).toEqual([one, ['consumer.document-expires']])
    expect(await remind()).toEqual(nothing)
    hours(house, 24 * 20)
    expect(await remind()).toEqual([one, ['consumer.document-expires']])
    hours(house, 24 * 20)
    expect(await remind()).toEqual([one, ['consumer.document-expired']])
    hours(house, 24 * 200)
    expect(await remind()).toEqual(nothing)
  })

  it('is found by its owner, its number, its kind and its end; a list keeps its number back', async () => {
    const house = await newHouseOfAda(engine)
    await house.ask(createConsumer, { name: 'Zoë Müller', email: 'zoe@example.org' })
    const one = await addTo(house, ada, { number: 'AB-100', expiresOn: '2026-03-20' })
    const two = await addTo(house, 'zoe@example.org', { kind: 'id-card', number: 'CD-200' })
    const idsOf = async (input: Record<string, unknown>) =>
      (await house.ask(listDocuments, input)).data.map(({ id }: { id: string }) => id)
    expect(await idsOf({})).toEqual([two.id, one.id])
    expect(await idsOf({ consumer: ada })).toEqual([one.id])
    expect(await idsOf({ search: 'muller' })).toEqual([two.id])
    expect(await idsOf({ search: 'ab-100' })).toEqual([one.id])
    expect(await idsOf({ filter: 'expires<+30d' })).toEqual([one.id])
    expect(await idsOf({ filter: 'kind=id-card number=CD-200' })).toEqual([two.id])
    expect(await idsOf({ sort: 'expiresOn' })).toEqual([one.id, two.id])
    const { data } = await house.ask(listDocuments)
    expect(data[0]).not.toHaveProperty('number')
  })

  it('goes to another consumer, or is erased so that its file can be read by nobody', async () => {
    const house = await newHouseOfAda(engine)
    const bob = await house.ask(createConsumer, { name: 'Bob', email: 'bob@example.org' })
    const { id } = await addTo(house, ada)
    const scope = scopeWithin({ provider: 1, providerId: '' }, {} as never)
    const written = <T>(part: (tx: Tx) => Promise<T>) =>
      house.host.store.write(scope, async tx => ({ commit: true, value: await part(tx) }))
    const row = (email: string) => written(tx => getConsumer(tx, email, house.clock.now))
    const [from, to] = [await row(ada), await row('bob@example.org')]
    await written(tx => documentBelongings.move(tx, from, to, house.clock.now))
    expect(await house.ask(showDocument, { document: id })).toMatchObject({ consumer: bob.id })
    const erased = await written(tx => documentBelongings.erase(tx, to, house.clock.now))
    expect(erased).toBe(1)
    expect(await failure(house.ask(downloadDocument, { document: id }))).toMatchObject({
      code: 'not_found',
    })
    expect(await broken(house)).toEqual({})
    hours(house, 2)
    expect(await broken(house)).toEqual({ 'erased-files': 1 })
    const one = { removed: 1, unknown: 0 }
    expect(await house.ask(sweepDocuments, {}, { dryRun: true })).toEqual(one)
    expect(await house.ask(sweepDocuments)).toEqual(one)
    expect(await house.ask(sweepDocuments)).toEqual({ removed: 0, unknown: 0 })
    expect([await broken(house), filesOf(documentsOf(house))]).toEqual([{}, []])
    expect(await house.ask(verifyEvents)).toMatchObject({ ok: true })
  })

  it('has no file taken away that this database merely knows nothing of, unless that is asked for', async () => {
    const house = await newHouseOfAda(engine)
    await addTo(house, ada)
    const [file] = filesOf(documentsOf(house)) as [string]
    const crashed = join(dirname(file), `${basename(file).slice(0, 2)}ff`)
    writeFileSync(crashed, 'what a crash left')
    const all = { unknown: true, alone: true }
    expect(await house.ask(sweepDocuments, all)).toEqual({ removed: 0, unknown: 0 })
    // The file was written by the real clock.
    house.clock.now = new Date(statSync(crashed).mtimeMs + 3_700_000)
    expect(await house.ask(sweepDocuments)).toEqual({ removed: 0, unknown: 0 })
    const { ok, checks } = await house.ask(checkDatabase)
    const told = { ok: true, found: 1, details: [basename(crashed)] }
    expect(ok).toBe(true)
    expect(checks).toContainEqual(expect.objectContaining({ name: 'document-folder', ...told }))
    const refused = await failure(house.ask(sweepDocuments, { unknown: true }))
    expect(refused).toMatchObject({ code: 'illegal_state' })
    expect(await house.ask(sweepDocuments, all)).toEqual({ removed: 0, unknown: 1 })
    expect(filesOf(documentsOf(house))).toEqual([file])
  })

  it('stays on the list of files to be removed while their folder is not there', async () => {
    const house = await newHouseOfAda(engine)
    await addTo(house, ada)
    await house.ask(privacyErase, { consumer: ada, reason: 'article 17' })
    const [folder, away] = [documentsOf(house), join(house.home, 'away')]
    renameSync(folder, away)
    expect(await failure(house.ask(sweepDocuments))).toMatchObject({ code: 'unavailable' })
    renameSync(away, folder)
    expect(await house.ask(sweepDocuments)).toMatchObject({ removed: 1 })
    expect(filesOf(folder)).toEqual([])
  })
})

const documentsOf = (house: House) => join(house.home, 'documents')
