import { commandFor } from '../../cli/command.ts'
import { personSections } from '../../cli/views/consumer.ts'
import { tagConsumer } from '../../services/consumers/tag.ts'

export default commandFor(tagConsumer, {
  positionals: ['consumer'],
  examples: [
    'steward consumers tag ada@example.org --add vip,pilot',
    'steward consumers tag ada@example.org --remove pilot --json',
    "steward consumers list --filter 'country=KE' --all -o ids | steward consumers tag - --add kenya",
    'steward consumers tag --from ids.txt --add pilot --failed-to failed.txt',
  ],
  sections: personSections,
  done: 'Tagged',
})
