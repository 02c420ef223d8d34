/** The address of a database as it is typed, kept and shown. */
import { resolve } from 'node:path'
import { invalid } from '../../kernel/errors.ts'

const example = 'Like this: postgres://USER:PASSWORD@HOST/DATABASE, or sqlite:/path/to/steward.db'

export const isServer = (url: string): boolean => /^postgres(ql)?:\/\//.test(url)

const fileOf = (url: string): string => url.replace(/^sqlite:(\/\/(?=\/))?/, '')

/**
 * What is kept of an address: a file is meant from the root on, wherever it was typed from. Throws
 * `invalid_input` without repeating it: it may hold a password.
 */
export const databaseAddress = (typed: string, folder: string, field = 'database'): string => {
  if (/^sqlite:./.test(typed)) return `sqlite:${resolve(folder, fileOf(typed))}`
  // An @ behind the host is a password with a / in it: one that was not written as %2F.
  if (isServer(typed) && URL.canParse(typed) && !new URL(typed).pathname.includes('@')) return typed
  throw invalid(field, 'This is not the address of a database that Steward can use.', example)
}

/** Without password and options, of which one may be a password too. */
export const shownDatabase = (url: string): string => {
  if (!isServer(url)) return `sqlite:${fileOf(url)}`
  if (!URL.canParse(url)) return 'postgres:'
  const { username, host, pathname } = new URL(url)
  return `postgres://${username && `${username}@`}${host}${pathname}`
}
