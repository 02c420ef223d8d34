import { invalid } from '../../kernel/errors.ts'
import { list, optional, ref } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { tag } from './create.ts'
import { fetchNamed } from './known.ts'
import { getConsumer, updateConsumer } from './queries.ts'
import { Consumer, recordIn } from './record.ts'
import { refuseDeleted } from './rules.ts'

const mostTags = 100

export const tagConsumer = operation({
  name: 'consumers.tag',
  summary: 'Add tags to a consumer, or take them away.',
  effect: 'write',
  level: 'sub-account',
  input: {
    consumer: ref('consumers'),
    add: optional(list({ ...tag, about: 'Tags to add.' })),
    remove: optional(list({ ...tag, about: 'Tags to take away.' })),
  },
  output: Consumer,
  prefetch: fetchNamed,
  check({ add = [], remove = [] }) {
    if (add.length + remove.length > 0) return
    throw invalid('add', 'Say which tags.', 'Give --add A,B or --remove C.')
  },
  async run(world, { consumer, add = [], remove = [] }) {
    const { store, now } = world
    const found = await getConsumer(store, consumer, now)
    refuseDeleted(found, 'tag')
    const kept = found.tags.filter(name => !remove.includes(name))
    const tags = [...new Set([...kept, ...add])]
    if (tags.length > mostTags) throw invalid('add', `A consumer has at most ${mostTags} tags.`)
    return recordIn(world, await updateConsumer(store, found, { tags }))
  },
})
