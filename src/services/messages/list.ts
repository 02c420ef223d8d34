import { and, type SQL } from 'drizzle-orm'
import type { FilterFields } from '../../kernel/filter.ts'
import { listFields, pageOf, termsOf } from '../../kernel/list.ts'
import { listRows } from '../../store/listing.ts'
import type { Tx } from '../../store/transaction.ts'
import { operation } from '../world.ts'
import { Message, messageRecord } from './record.ts'
import { messageStatuses, statusColumn } from './status.ts'
import { messagesTable } from './table.ts'

const filters = {
  status: { kind: 'choice', choices: messageStatuses },
  channel: { kind: 'choice', choices: ['email', 'sms'] },
  template: { kind: 'text' },
  recipient: { kind: 'text' },
  subject: { kind: 'text', about: 'The record it is about, by id.' },
  created: { kind: 'instant' },
} satisfies FilterFields

/** Each word is somewhere in the recipient. */
const sentTo = (tx: Tx, search = ''): SQL | undefined => {
  const { recipient } = tx.table(messagesTable)
  const words = search.split(/\s+/).filter(word => word !== '')
  return and(...words.map(word => tx.expressions.includes(recipient, word)))
}

export const listMessages = operation({
  name: 'messages.list',
  summary: 'Emails and SMS, sent and waiting, the newest first.',
  effect: 'read',
  level: 'sub-account',
  input: listFields({
    filters,
    sorts: ['created', 'notAfter', 'recipient'],
    search: 'the recipient',
  }),
  output: pageOf(Message),
  async run({ store, now }, input) {
    const table = store.table(messagesTable)
    const listing = {
      spec: messagesTable,
      where: sentTo(store, input.search),
      filters: {
        status: { ...filters.status, column: statusColumn(store, now) },
        channel: { ...filters.channel, column: table.channel },
        template: { ...filters.template, column: table.template },
        recipient: { ...filters.recipient, column: table.recipient },
        subject: { ...filters.subject, column: table.subject },
        created: { ...filters.created, column: table.createdAt },
      },
      sorts: {
        created: { column: table.createdAt, instant: true },
        notAfter: { column: table.notAfter, instant: true },
        recipient: { column: store.expressions.byCodePoint(table.recipient) },
      },
      defaultSort: '-created',
    }
    const terms = termsOf(input.filter, filters, now)
    const { rows, ...page } = await listRows(store, listing, terms, input)
    return { data: rows.map(row => messageRecord(row, now)), ...page }
  },
})
