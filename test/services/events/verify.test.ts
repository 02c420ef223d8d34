import { describe, expect, it } from 'vitest'
import { leafText } from '../../../src/kernel/event.ts'
import { leafHash } from '../../../src/kernel/merkle.ts'
import { checkpointEvents } from '../../../src/services/events/checkpoint.ts'
import { verifyEvents } from '../../../src/services/events/verify.ts'
import { createKey } from '../../../src/services/keys/create.ts'
import { leafOf } from '../../../src/store/log.ts'
import { eventsTable } from '../../../src/store/tables.ts'
import { failure, type House, newHouse, onEveryEngine } from '../../support/house.ts'
import { bytes, entry, furnish, happen, scopeOf, stored, tamper } from './tampering.ts'

const fileOf = (text: string) => ({
  name: 'checkpoint.txt',
  open: async function* () {
    yield Buffer.from(text)
  },
  digest: async () => '',
})

const verify = (house: House, input = {}) => house.ask(verifyEvents, input)

const checkpoint = async (house: House): Promise<{ note: string; verifierKey: string }> =>
  house.ask(checkpointEvents)

onEveryEngine('events.verify', engine => {
  const at = (change: string) => (engine === 'sqlite' ? change : `at + interval '1 millisecond'`)
  const zeros = bytes(engine, '00'.repeat(32))

  /** An edit, and the number that has to be named. Row 4 has two subjects and completes nodes. */
  const edits: [name: string, sql: string, sequence: number | null][] = [
    ['events.provider', 'update events set provider = 99 where sequence = 4', 4],
    ['events.sequence', 'update events set sequence = 1000 where sequence = 4', 4],
    ['events.sequence of the last', 'update events set sequence = 1000 where sequence = 7', 7],
    ['events.sequence below the first', 'update events set sequence = 0 where sequence = 7', 0],
    ['events.id', `update events set id = 'evt_x' where sequence = 4`, 4],
    ['events.type', `update events set type = 'keys.list' where sequence = 4`, 4],
    ['events.at', `update events set at = ${at('at + 1')} where sequence = 4`, 4],
    ['events.status', `update events set status = 'refused' where sequence = 4`, 4],
    ['events.actor', `update events set actor = 'sup_y' where sequence = 4`, 4],
    ['events.api_key', `update events set api_key = 'key_y' where sequence = 4`, 4],
    ['events.api_key taken away', 'update events set api_key = null where sequence = 2', 2],
    ['events.impersonator', `update events set impersonator = '' where sequence = 4`, 4],
    ['events.approval', `update events set approval = 'apr_y' where sequence = 4`, 4],
    ['events.subject', `update events set subject = 'con_y' where sequence = 4`, 4],
    ['events.subject taken away', 'update events set subject = null where sequence = 2', 2],
    ['events.others', `update events set others = '["con_y"]' where sequence = 4`, 4],
    ['events.others taken away', 'update events set others = null where sequence = 4', 4],
    ['events.others as no JSON', `update events set others = 'x' where sequence = 4`, 4],
    ['events.others spaced', `update events set others = '["con_b" ]' where sequence = 4`, 4],
    ['events.others empty', `update events set others = '[]' where sequence = 2`, 2],
    ['events.others as an object', `update events set others = '{}' where sequence = 2`, 2],
    ['events.digest', `update events set digest = 'x' where sequence = 4`, 4],
    ['events.salt', `update events set salt = 'x' where sequence = 4`, 4],
    ['events.salt taken away', 'update events set salt = null where sequence = 4', 4],
    ['events.detail', `update events set detail = '{}' where sequence = 4`, 4],
    ['events.detail spaced', `update events set detail = detail || ' ' where sequence = 4`, 4],
    ['events.detail taken away', 'update events set detail = null where sequence = 4', 4],
    ['detail and salt', 'update events set detail = null, salt = null where sequence = 4', 4],
    ['events.nodes', `update events set nodes = ${zeros} where sequence = 4`, 4],
    ['event_subjects.provider', 'update event_subjects set provider = 99 where sequence = 4', 4],
    ['event_subjects.subject', `update event_subjects set subject = 'con_y' where sequence = 4`, 4],
    ['event_subjects.sequence', 'update event_subjects set sequence = 2 where sequence = 4', 2],
    ['a side row removed', 'delete from event_subjects where sequence = 4', 4],
    ['a side row added', addSide('con_z', 2), 2],
    ['a side row beyond the last', addSide('con_z', 8), 8],
    ['a side row before the first', addSide('con_z', -1), -1],
    ['logs.provider', 'update logs set provider = 99', 1],
    ['logs.size raised', 'update logs set size = 8', 8],
    ['logs.size lowered', 'update logs set size = 6', 7],
    ['logs.size negative', 'update logs set size = -1', null],
    ['logs.peaks', `update logs set peaks = ${zeros}`, null],
    ['logs.root', `update logs set root = 'x'`, null],
    ['no head', 'delete from logs', 1],
    ['the first removed', 'delete from events where sequence = 1', 1],
    ['a middle one removed', 'delete from events where sequence = 4', 4],
    ['the last removed', 'delete from events where sequence = 7', 7],
    ['all removed', 'delete from events', 1],
    ['the contents of two exchanged', exchange(5, 6), 5],
    [
      'the numbers of two exchanged',
      `update events set sequence = -1 where sequence = 5;
       update events set sequence = 5 where sequence = 6;
       update events set sequence = 6 where sequence = -1`,
      5,
    ],
    ['one of no provider', copyRow('99', '1'), 1],
    ['a forged one', copyRow('provider', '8'), 8],
    ['one below what a number can tell', copyRow('provider', '-9007199254740996'), -(2 ** 53) - 4],
    ['one above what a number can tell', copyRow('provider', '9007199254740996'), 8],
    ['a head of no provider', `insert into logs select 99, size, peaks, root from logs`, null],
  ]

  it('finds a sound log intact, and says its size and root', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const { root, size, verifierKey } = await house.ask(checkpointEvents)
    expect(size).toBe(7)
    expect(await verify(house)).toEqual({
      ok: true,
      size: 7,
      root,
      checked: 7,
      erased: 0,
      archived: 0,
      archives: [],
      verifierKey,
      problem: null,
      against: null,
    })
  })

  it('names the first bad event after any edit of any column, removal, swap or addition', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const tables = ['events', 'event_subjects', 'logs']
    await tamper(
      house,
      tables.map(name => `create table kept_${name} as select * from ${name}`).join(';'),
    )
    const restored = tables
      .map(name => `delete from ${name}; insert into ${name} select * from kept_${name}`)
      .join(';')
    for (const [name, script, sequence] of edits) {
      await tamper(house, script)
      const { ok, root, problem } = await verify(house)
      expect({ name, ok, root, sequence: problem?.sequence }).toEqual({
        name,
        ok: false,
        root: null,
        sequence,
      })
      await tamper(house, restored)
      expect(await verify(house), name).toMatchObject({ ok: true })
    }
  })

  it('covers every column that the tables of the log have', async () => {
    const house = await newHouse(engine)
    for (const table of ['events', 'event_subjects', 'logs']) {
      const [row] = await stored(house, `select * from ${table} limit 1`)
      for (const column of Object.keys(row ?? {})) {
        expect(edits.some(([name]) => name.startsWith(`${table}.${column}`))).toBe(true)
      }
    }
  })

  it('reports an instant that is none, and does not fail on it', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const values =
      engine === 'sqlite'
        ? [`'never'`, 'at + 0.5', `'2026-03-01T12:00:00.000Z'`, `x'00'`]
        : [`'infinity'`, `'-infinity'`, `'0044-03-15 BC'`]
    for (const value of values) {
      await tamper(house, `update events set at = ${value} where sequence = 3`)
      expect(await verify(house)).toMatchObject({ ok: false, problem: { sequence: 3 } })
    }
  })

  it.runIf(engine === 'sqlite')('reports a number that is none, as SQLite lets it be', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    await tamper(house, `update event_subjects set sequence = 'x' where sequence = 7`)
    expect(await verify(house)).toMatchObject({ ok: false, problem: { sequence: 7 } })
    await tamper(house, `update event_subjects set sequence = 7 where sequence = 'x'`)
    await tamper(house, addSide('con_z', 2.5))
    expect(await verify(house)).toMatchObject({ ok: false, problem: { sequence: 2.5 } })
    await tamper(house, `delete from event_subjects where sequence = 2.5`)
    await tamper(house, copyRow('provider', `'x'`))
    expect(await verify(house)).toMatchObject({ ok: false, problem: { sequence: null } })
  })

  it('finds an event rewritten together with its own hash', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const { nodes } = await forged(house, 5)
    const hash = bytes(engine, nodes.toString('hex'))
    await tamper(house, `update events set type = 'keys.list', nodes = ${hash} where sequence = 5`)
    const { problem } = await verify(house)
    expect(problem).toEqual({
      sequence: 6,
      what: 'The tree has another hash for events 5 to 6.',
    })
  })

  it('finds the last event rewritten together with its own hash, by the head', async () => {
    const house = await newHouse(engine)
    await furnish(house)
    const { nodes } = await forged(house, 7)
    const hash = bytes(engine, nodes.toString('hex'))
    await tamper(house, `update events set type = 'keys.list', nodes = ${hash} where sequence = 7`)
    expect(await verify(house)).toMatchObject({ ok: false, problem: { sequence: 7 } })
  })

  describe('an erased detail', () => {
    const erase = `update events set detail = null, salt = null where sequence = 4`
    const erasure = (house: House, erased: number[]) => {
      const { detail, ...drafted } = entry(house.clock.now, { type: 'consumers.privacy-erase' })
      return { ...drafted, detail: { ...detail, note: { erased } } }
    }

    it('is right when a later event names it', async () => {
      const house = await newHouse(engine)
      await furnish(house)
      await happen(house, [erasure(house, [4])])
      await tamper(house, erase)
      expect(await verify(house)).toMatchObject({ ok: true, erased: 1 })
    })

    it('is wrong when only an earlier event, or one of another number, does', async () => {
      const house = await newHouse(engine)
      await furnish(house)
      await happen(house, [erasure(house, [3, 9]), entry(house.clock.now)])
      await tamper(house, erase)
      expect(await verify(house)).toMatchObject({ ok: false, problem: { sequence: 4 } })
      const house2 = await newHouse(engine)
      await happen(house2, [erasure(house2, [4]), entry(house2.clock.now), entry(house2.clock.now)])
      await tamper(house2, erase)
      expect(await verify(house2)).toMatchObject({ ok: false, problem: { sequence: 4 } })
    })

    it('is wrong when half of it is left', async () => {
      const house = await newHouse(engine)
      await furnish(house)
      await happen(house, [erasure(house, [4])])
      await tamper(house, 'update events set detail = null where sequence = 4')
      expect(await verify(house)).toMatchObject({ ok: false, problem: { sequence: 4 } })
    })
  })

  describe('against a checkpoint', () => {
    it('a log that has grown from it holds', async () => {
      const house = await newHouse(engine)
      await furnish(house)
      const { note } = await checkpoint(house)
      await house.run(createKey, { name: 'later' })
      const told = await verify(house, { against: fileOf(note) })
      expect(told).toMatchObject({
        ok: true,
        size: 8,
        against: { size: 7, signature: 'valid', consistent: true },
      })
    })

    it('finds a truncation that rewrote the head, and a restored older copy', async () => {
      const house = await newHouse(engine)
      await furnish(house)
      const [head] = await stored<{ peaks: Buffer; root: string }>(house, 'select * from logs')
      await house.run(createKey, { name: 'later' })
      const { note } = await checkpoint(house)
      await tamper(
        house,
        `delete from events where sequence = 8; delete from event_subjects where sequence = 8;
         update logs set size = 7, root = '${head!.root}',
         peaks = ${bytes(engine, Buffer.from(head!.peaks).toString('hex'))}`,
      )
      expect(await verify(house)).toMatchObject({ ok: true, size: 7 })
      const told = await verify(house, { against: fileOf(note) })
      expect(told).toMatchObject({
        ok: false,
        problem: { sequence: 8 },
        against: { consistent: false },
      })
      await house.run(createKey, { name: 'another' })
      expect(await verify(house)).toMatchObject({ ok: true, size: 8 })
      expect(await verify(house, { against: fileOf(note) })).toMatchObject({
        ok: false,
        problem: { sequence: null, what: 'The log is not the one this checkpoint was made of.' },
      })
    })

    it('refuses one that another key signed, that is of another log, or that is none', async () => {
      const house = await newHouse(engine)
      const other = await newHouse(engine)
      const mine = await checkpoint(house)
      const theirs = await checkpoint(other)
      const lines = mine.note.split('\n')
      const signature = theirs.note.split('\n').at(-2)!
      const resigned = [...lines.slice(0, 4), signature, ''].join('\n')
      expect(await verify(house, { against: fileOf(resigned) })).toMatchObject({
        ok: false,
        against: { signature: 'invalid' },
      })
      expect(await verify(house, { against: fileOf(theirs.note) })).toMatchObject({ ok: false })
      const pinned = { against: fileOf(mine.note), key: theirs.verifierKey }
      expect(await verify(house, pinned)).toMatchObject({ ok: false })
      expect(await failure(verify(house, { against: fileOf('no note') }))).toMatchObject({
        code: 'invalid_input',
        field: 'against',
      })
      expect(await failure(verify(house, { key: 'no key' }))).toMatchObject({
        code: 'invalid_input',
        field: 'key',
      })
    })
  })
})

const addSide = (subject: string, sequence: number): string =>
  `insert into event_subjects (provider, subject, sequence)
   select provider, '${subject}', ${sequence} from logs`

/** Everything but number and id, which is unique. */
const exchange = (one: number, other: number): string => {
  const columns = [
    'type',
    'at',
    'actor',
    'api_key',
    'subject',
    'others',
    'digest',
    'salt',
    'detail',
    'nodes',
  ]
  const sets = columns.map(
    name =>
      `${name} = (select k.${name} from kept_events k where k.sequence = ${one + other} - events.sequence)`,
  )
  return `update events set ${sets.join(', ')} where sequence in (${one}, ${other})`
}

/** The last event again, as another's or under another number. */
const copyRow = (provider: string, sequence: string): string =>
  `insert into events select ${provider}, ${sequence}, 'evt_forged', type, at, status, actor,
   api_key, impersonator, approval, null, null, digest, salt, detail, nodes
   from events where sequence = 7`

/** What the nodes of an event would be if its type were another. */
const forged = async (house: House, sequence: number) => {
  const scope = await scopeOf(house)
  const rows = await house.host.store.read(scope, tx => tx.db.select().from(tx.table(eventsTable)))
  const row = rows.find(one => one.sequence === sequence)!
  return { nodes: leafHash(leafText(leafOf({ ...row, type: 'keys.list' }, scope.providerId))) }
}
