/** Putting a document that was handed out into a file that only its reader can read. */
import { statSync } from 'node:fs'
import { open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { conflict, invalid, unavailable } from '../kernel/errors.ts'

export type HandedOut = { id: string; mediaType: string }

/** The ending that programs know the type by. */
const endingOf = (mediaType: string): string => {
  const name = mediaType.slice(mediaType.indexOf('/') + 1)
  return name === 'jpeg' ? 'jpg' : name === 'heif' ? 'heic' : name
}

const kindOf = (path: string): 'file' | 'folder' | null => {
  const stats = statSync(path, { throwIfNoEntry: false })
  return stats ? (stats.isDirectory() ? 'folder' : 'file') : null
}

const taken = () =>
  conflict('There is a file of that name already.', {
    field: 'to',
    hint: 'Take another name, or write over it with --force.',
  })

/** Throws `conflict` for a name that has a file already, unless with `force`, and `invalid_input` where
 * there is no folder for it. */
export const refuseUnfit = (to: string, force: boolean): void => {
  const kind = kindOf(to)
  if (kind === 'file' && !force) throw taken()
  if (kind !== 'folder' && kindOf(dirname(to)) !== 'folder') {
    throw invalid('to', 'There is no such folder to write into.')
  }
}

/** Where `to` leads: to a file of that name, or to one named by its id in that folder. */
export const savedAs = (to: string, { id, mediaType }: HandedOut): string =>
  kindOf(to) === 'folder' ? join(to, `${id}.${endingOf(mediaType)}`) : to

/** Writes a file with the rights 0600; one that is there only with `force`, and then whole or not at
 * all. Answers its path. */
export const save = async (
  to: string,
  about: HandedOut,
  content: Uint8Array,
  force: boolean,
): Promise<string> => {
  const path = savedAs(to, about)
  const wanted = force ? `${path}.${process.pid}.tmp` : path
  try {
    const file = await open(wanted, 'wx', 0o600)
    try {
      await file.writeFile(content)
      await file.sync()
    } catch (error) {
      await rm(wanted, { force: true })
      throw error
    } finally {
      await file.close()
    }
    if (force) await rename(wanted, path)
    return path
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'EEXIST') throw taken()
    throw unavailable('The file could not be written.', {
      hint: 'Is there such a folder, may you write into it, and is there room?',
      cause: error,
    })
  }
}
