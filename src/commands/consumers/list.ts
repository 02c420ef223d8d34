import { status, when } from '../../cli/columns.ts'
import { commandFor } from '../../cli/command.ts'
import { belongs } from '../../cli/views/belonging.ts'
import { consumerCards } from '../../cli/views/consumer.ts'
import { listConsumers } from '../../services/consumers/list.ts'
import { consumerStats } from '../../services/consumers/stats.ts'

export default commandFor(listConsumers, {
  examples: [
    'steward consumers list --search ada --json',
    "steward consumers list --filter 'status=pending created>-7d country=TZ,KE'",
    'steward consumers list --sort -lastActive --limit 10',
    'steward consumers list --all -o ids',
  ],
  columns: [
    { key: 'id', title: 'id', keep: true },
    { key: 'name', title: 'name', priority: 0, min: 12 },
    { key: 'email', title: 'email', min: 24 },
    { ...status, key: 'effectiveStatus' },
    { key: 'country', title: 'country', priority: 2 },
    { key: 'company', title: 'company', priority: 4 },
    { key: 'phone', title: 'phone', priority: 5 },
    when('createdAt', 'registered', 2),
    when('lastSignInAt', 'last active', 3),
    ...[belongs.account, belongs.stop, belongs.provider],
  ],
  head: async (run, terminal) =>
    consumerCards((await run(consumerStats, { days: 1 })) as never, terminal),
})
