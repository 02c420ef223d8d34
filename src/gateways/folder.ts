/** A name that was given in a folder is on the disk only once the folder is. */
import { open } from 'node:fs/promises'

/** Windows opens no folder as a file, and keeps names by other means. */
export const syncFolder = async (path: string): Promise<void> => {
  if (process.platform === 'win32') return
  const folder = await open(path, 'r')
  await folder.sync().finally(() => folder.close())
}
