import { notFound } from '../../kernel/errors.ts'
import { ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { Run, runRecords } from './record.ts'

export const showRun = operation({
  name: 'runs.show',
  summary: 'One run: what was asked, by whom, how far it is, and how to go on with it.',
  effect: 'read',
  level: 'sub-account',
  input: { run: ref('runs', 'The run: its id.') },
  output: Run,
  async run({ store }, { run }) {
    const found = await store.runs.find(run)
    if (!found) throw notFound('run')
    const [record] = await runRecords(store, [found])
    return record!
  },
})
