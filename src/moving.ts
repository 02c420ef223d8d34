/**
 * Moving house: all of the database into another one, on either engine. It happens below any
 * operation; who may was asked of `db.copy`, which has recorded it by then.
 */
import { statSync } from 'node:fs'
import { basename, dirname } from 'node:path'
import type { Host } from './host.ts'
import { conflict, invalid, StewardError } from './kernel/errors.ts'
import { holdMessages } from './services/db/endings.ts'
import { defaultScope, readOrganization } from './services/organization/queries.ts'
import { tables } from './services/schema/tables.ts'
import type { Destination } from './services/world.ts'
import { type Copied, copyRows } from './store/copy.ts'
import { readHead, shownRoot } from './store/log.ts'
import { refuseUnlessCurrent } from './store/migrate.ts'
import { firstTableOf, readOverview, standingOf } from './store/overview.ts'
import { shapeOf } from './store/shape.ts'
import { locationOf, nowhere } from './store/store.ts'
import type { AnyTable, TableSpec } from './store/table.ts'
import type { Tx } from './store/transaction.ts'

/** What `db.copy` answers. */
export type Moved = Copied &
  Omit<Destination, 'name'> & {
    organization: { id: string; name: string }
    ok: boolean
    root: string
    logSize: number
    messagesHeld: number
  }

/** Throws `conflict` where there is something already. Changes nothing. */
export const destinationOf = (host: Host, url: string): Promise<Destination> =>
  there(host, url, async target => {
    await refuseUnlessVacant(target)
    const location = locationOf(url)
    // The log keeps a file's name alone: where things lie on a disk is nobody else's business.
    const name = target.file === null ? location : basename(location)
    return { engine: target.store.engine.dialect, location, name }
  })

/**
 * Copies as of one moment, while others go on writing here. There it is one transaction, from the
 * first row to the proof: until it is over that database has no organisation, and if anything
 * differs it gets none. What waits to be sent is held in the copy, since it may still leave from
 * here; sign-ins, codes and keys are what they are.
 */
export const moveHouse = (host: Host, url: string, step: () => void): Promise<Moved> =>
  there(host, url, async target => {
    await refuseUnlessVacant(target)
    await reached(target.migrate())
    const copied = await host.store.read(nowhere, from =>
      target.store.write(nowhere, async into => {
        const value = await copyAll(from, into, step)
        return { commit: value.ok, value }
      }),
    )
    return { ...copied, engine: target.store.engine.dialect, location: locationOf(url) }
  })

const allTables = () => Object.values(tables) as unknown as TableSpec<AnyTable>[]

const copyAll = async (from: Tx, into: Tx, step: () => void) => {
  const route = { from: from.session.moving, into: into.session.moving, step }
  const copied = await copyRows(route, allTables())
  const { id, name } = (await readOrganization(from))!
  const [here, there] = [await headOf(from), await headOf(into)]
  const ok = copied.differences.length === 0 && here.root === there.root
  const messagesHeld = ok ? await holdMessages(into) : 0
  const organization = { id, name }
  return { organization, ok, ...copied, root: shownRoot(here), logSize: here.size, messagesHeld }
}

const there = async <T>(
  host: Host,
  url: string,
  part: (target: Host) => Promise<T>,
): Promise<T> => {
  const target = await host.beside(url)
  try {
    return await part(target)
  } finally {
    await target.close()
  }
}

const refuseUnlessVacant = async (target: Host): Promise<void> => {
  const { file, store, version } = target
  if (file !== null) {
    if (!statSync(dirname(file), { throwIfNoEntry: false })?.isDirectory()) throw noFolder()
    const other = occupied('What is there to copy into is something else.')
    if (statSync(file, { throwIfNoEntry: false })?.isFile() === false) throw other
    const standing = await reached(standingOf(store.engine, file))
    if (standing === 'damaged') throw other
    if (standing === 'missing') return
  }
  const schema = await reached(target.schema())
  if (schema.state === 'newer') refuseUnlessCurrent(schema, version)
  if (schema.state === 'none') {
    const names = allTables().map(spec => shapeOf(spec).name)
    const found = await firstTableOf(store.engine, names)
    if (found) throw occupied(`The database to copy into has a table of its own called ${found}.`)
    return
  }
  const { organization } = await readOverview(store.engine, file)
  if (organization) throw occupied('There is an organisation in the database to copy into.')
}

const noFolder = () => invalid('to', 'There is no such folder to copy into.')

const occupied = (message: string) =>
  conflict(message, {
    field: 'to',
    hint: 'Name an empty database, or a file that is not there yet.',
  })

/** Two databases are at work: it is told which of them does not answer. */
const reached = async <T>(asking: Promise<T>): Promise<T> => {
  try {
    return await asking
  } catch (error) {
    if (!(error instanceof StewardError)) throw error
    const { code, message, details } = error
    const hint = 'This is about the database to copy into: check what --to says.'
    throw new StewardError(code, message, { hint, field: 'to', details, cause: error })
  }
}

const headOf = async (tx: Tx) => {
  const scope = await defaultScope(tx)
  if (scope) tx.enter(scope)
  return readHead(tx)
}
