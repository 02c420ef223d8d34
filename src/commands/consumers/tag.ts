import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { tagConsumer } from '../../services/consumers/tag.ts'

export default commandFor(tagConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers tag ada@example.org --add vip,pilot',
    'steward consumers tag ada@example.org --remove pilot --json',
  ],
  sections: personSections,
  done: 'Tagged',
})
