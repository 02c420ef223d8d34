import { invalid } from '../../kernel/errors.ts'
import { choice, instant, optional, ref, text, withDefault } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { fetchNamed } from './known.ts'
import { moveConsumer } from './moves.ts'
import { addNote } from './notes.ts'
import { Consumer, recordIn } from './record.ts'
import { suspend, suspensionKinds } from './rules.ts'

export const suspendConsumer = operation({
  name: 'consumers.suspend',
  summary: 'Suspend a consumer: no sign-in, no sending, no API. Credits are kept.',
  effect: 'write',
  level: 'sub-account',
  confirm: true,
  input: {
    consumer: ref('consumers'),
    reason: text({ about: 'Shown to the consumer when signing in.', max: 500 }),
    kind: withDefault(
      choice({ about: 'What kind of reason it is.', of: suspensionKinds }),
      'other',
    ),
    until: optional(instant({ about: 'Over by itself from this time on.' })),
    note: optional(text({ about: 'For the team only: the consumer never sees it.', max: 2000 })),
  },
  output: Consumer,
  prefetch: fetchNamed,
  check({ until }, now) {
    if (until && until <= now) throw invalid('until', 'until must lie in the future.')
  },
  async run(world, { consumer, reason, kind, until = null, note }) {
    const row = await moveConsumer(world, consumer, from => suspend(from, { reason, kind, until }))
    if (note) await addNote(world, row, note)
    return recordIn(world, row)
  },
})
