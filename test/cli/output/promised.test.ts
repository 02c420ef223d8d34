import { expect, it } from 'vitest'
import * as z from 'zod/mini'
import { refuseUnpromised } from '../../../src/cli/output/promised.ts'
import { pageOf } from '../../../src/kernel/list.ts'

const One = z.object({
  id: z.string(),
  email: z.nullable(z.string()),
  account: z.nullable(z.object({ id: z.string(), name: z.string() })),
  lines: z.array(z.object({ sku: z.string() })),
  note: z.record(z.string(), z.unknown()),
})

const refuse = (name: string, besides: string[] = [], output: z.ZodMiniType = pageOf(One)) =>
  refuseUnpromised(output, { from: 'fields', names: ['id', name] }, besides)

it.each([
  ['emial', 'Did you mean email?'],
  ['account.nam', 'Did you mean account.name?'],
  ['lines.zzz', 'The fields are: lines.sku.'],
  ['email.zzz', 'The fields are: none here.'],
  ['zzzzzz', 'The fields are: id, email, account, lines, note.'],
  ['total', 'The fields are: id, email, account, lines, note.'],
  ['', 'The fields are: id, email, account, lines, note.'],
])('refuses %s before there is an answer', (name, hint) => {
  const refusal = { code: 'invalid_input', field: 'fields', hint }
  expect(() => refuse(name)).toThrow(expect.objectContaining(refusal))
})

it('takes what is there, also inside records and lists, and any name where any may be', () => {
  for (const name of ['email', 'account.name', 'lines.sku', 'note.anything']) refuse(name)
  refuse('replayed', ['replayed'])
  refuse('account.id', [], One)
  refuse('b', [], z.union([z.object({ id: z.string() }), z.object({ b: z.string() })]))
})
