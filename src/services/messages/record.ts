/** A message as it is shown: secrets masked, its status as of now. */
import * as z from 'zod/mini'
import { masked } from '../../store/outbox.ts'
import { type MessageRow, messageStatuses, statusAt } from './status.ts'
import { isTemplateKey, type Rendered, renderMessage } from './templates.ts'

export const Message = z.object({
  id: z.string(),
  status: z.enum(messageStatuses),
  channel: z.enum(['email', 'sms']),
  recipient: z.string(),
  template: z.string(),
  /** The record it is about, by id. */
  subject: z.string(),
  data: z.record(z.string(), z.unknown()),
  attempts: z.number(),
  lastError: z.nullable(z.string()),
  notAfter: z.string(),
  createdAt: z.string(),
  sentAt: z.nullable(z.string()),
})

export type Message = z.infer<typeof Message>

export const messageRecord = (row: MessageRow, now: Date): Message => ({
  id: row.id,
  status: statusAt(row, now),
  channel: row.channel,
  recipient: row.recipient,
  template: row.template,
  subject: row.subject,
  data: masked(row.data, row.secrets),
  attempts: row.attempts,
  lastError: row.lastError,
  notAfter: row.notAfter.toISOString(),
  createdAt: row.createdAt.toISOString(),
  sentAt: row.sentAt?.toISOString() ?? null,
})

/** As it would be sent, but for its secrets. Null when this Steward doesn't have the template. */
export const preview = ({ template, ...row }: MessageRow, siteName: string): Rendered | null =>
  isTemplateKey(template)
    ? renderMessage({ ...row, template, data: masked(row.data, row.secrets) }, {}, siteName)
    : null
