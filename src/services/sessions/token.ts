/** What a session is known by: long, random, and kept as a digest only. */
import { hash } from 'node:crypto'
import type { Ids } from '../../kernel/context.ts'

export const makeToken = (ids: Ids): string => `stw_ses_${ids.token(43)}`
export const isToken = (text: string): boolean => /^stw_ses_[0-9A-Za-z]{43}$/.test(text)
export const digestOf = (token: string): string => hash('sha256', token, 'hex')
