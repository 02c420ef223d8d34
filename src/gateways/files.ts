/** Files that an operator names: written beside their place and moved there when they are whole. */
import { createHash, randomBytes } from 'node:crypto'
import { createReadStream, createWriteStream, existsSync } from 'node:fs'
import { link, open, rename, rm } from 'node:fs/promises'
import { dirname, resolve } from 'node:path'
import { PassThrough, Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import { createGzip } from 'node:zlib'
import { conflict, invalid, StewardError } from '../kernel/errors.ts'
import type { FilesPort } from '../services/world.ts'
import { syncFolder } from './folder.ts'

export const files: FilesPort = {
  async write(file, text) {
    const path = resolve(file)
    // A name of its own: nobody else's file has it, and two who write to one place don't meet here.
    const partial = `${path}.${randomBytes(6).toString('hex')}.partial`
    try {
      const written = await writeWhole(partial, text, /\.gz$/i.test(path))
      if (!(await moved(partial, path)) && (await digestOf(path)) !== written.sha256) throw taken()
      await syncFolder(dirname(path))
      return { file: path, ...written }
    } catch (error) {
      throw isOfFile(error) ? unwritable(error) : error
    } finally {
      await rm(partial, { force: true }).catch(() => undefined)
    }
  },
  read: file => createReadStream(resolve(file)),
}

/** False where there is a file of that name, which is left as it is. Linking refuses that in one step;
 * a disk that has no links is asked first. */
const moved = async (from: string, to: string): Promise<boolean> => {
  try {
    await link(from, to)
    return true
  } catch (error) {
    if (existsSync(to)) return false
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') throw error
    await rename(from, to)
    return true
  }
}

const writeWhole = async (path: string, text: AsyncIterable<string>, zipped: boolean) => {
  const hash = createHash('sha256')
  let bytes = 0
  async function* measured(parts: AsyncIterable<Buffer>) {
    for await (const part of parts) {
      hash.update(part)
      bytes += part.length
      yield part
    }
  }
  const target = createWriteStream(path, { mode: 0o600, flags: 'wx' })
  await pipeline(Readable.from(text), zipped ? createGzip() : new PassThrough(), measured, target)
  const handle = await open(path)
  await handle.sync()
  await handle.close()
  return { bytes, sha256: hash.digest('hex') }
}

const digestOf = async (path: string): Promise<string> => {
  const hash = createHash('sha256')
  for await (const part of createReadStream(path)) hash.update(part as Buffer)
  return hash.digest('hex')
}

const taken = () =>
  conflict('There is another file of that name already.', {
    field: 'to',
    hint: 'Name a file that is not there yet.',
  })

/** What a disk or a folder is at fault for; anything else came from the text. */
const isOfFile = (error: unknown): boolean =>
  !(error instanceof StewardError) && typeof (error as { syscall?: unknown })?.syscall === 'string'

const unwritable = (error: unknown) => {
  const full = (error as NodeJS.ErrnoException).code === 'ENOSPC'
  return invalid('to', full ? 'There is no room for the file.' : 'The file can not be written.')
}
