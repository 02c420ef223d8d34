import { and, eq } from 'drizzle-orm'
import * as z from 'zod/mini'
import { notFound } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { readSettings } from '../settings/queries.ts'
import { operation } from '../world.ts'
import { Message, messageRecord, preview } from './record.ts'
import { messagesTable } from './table.ts'

export const showMessage = operation({
  name: 'messages.show',
  summary: 'One message: where it stands, and its text with secrets masked.',
  effect: 'read',
  level: 'sub-account',
  input: { message: ref('messages', 'The message: its id.') },
  output: z.extend(Message, {
    /** What an email has above its text; null for an SMS. */
    emailSubject: z.nullable(z.string()),
    text: z.nullable(z.string()),
  }),
  async run({ store, now }, { message }) {
    const table = store.table(messagesTable)
    const wanted = and(store.scoped(messagesTable), eq(table.id, message))
    const [row] = await store.db.select().from(table).where(wanted)
    if (!row) throw notFound('message')
    store.at(row)
    const { siteName } = await readSettings(store, 'siteName')
    const rendered = preview(row, siteName)
    return {
      ...messageRecord(row, now),
      emailSubject: rendered?.subject ?? null,
      text: rendered?.text ?? null,
    }
  },
})
