import { flag, ref, secret, withDefault } from '../../kernel/fields.ts'
import { consumerDemands } from '../passwords/demands.ts'
import { checkPassword } from '../passwords/rules.ts'
import { readSettings } from '../settings/queries.ts'
import { operation } from '../world.ts'
import { notify } from './notices.ts'
import { getConsumer, readConsumer, updateConsumer } from './queries.ts'
import { Consumer, recordIn } from './record.ts'
import { voidResets } from './resets.ts'
import { refuseDeleted } from './rules.ts'

export const setPassword = operation({
  name: 'consumers.set-password',
  summary: "Set a consumer's password. They are told, and change it at the next sign-in.",
  effect: 'write',
  level: 'sub-account',
  sensitive: true,
  input: {
    consumer: ref('consumers'),
    password: secret({ about: 'The new password: at least 8 characters.', max: 256 }),
    keep: withDefault(
      flag({ about: 'It stays theirs: no change asked for at the next sign-in.' }),
      false,
    ),
  },
  output: Consumer,
  async prepare({ read, gateways, dryRun }, { consumer, password }) {
    const demands = await read(async store => {
      const { email, name } = await readConsumer(store, consumer)
      return consumerDemands(store, [email, name])
    })
    await checkPassword(password, 'password', demands)
    return dryRun ? '' : gateways.passwords.hash(password)
  },
  async run(world, { consumer, keep }, passwordHash) {
    const { store, now } = world
    const found = await getConsumer(store, consumer, now)
    refuseDeleted(found, 'set-password')
    const { 'consumers.temporaryPasswordDays': days } = await readSettings(
      store,
      'consumers.temporaryPasswordDays',
    )
    const passwordExpiresAt = keep ? null : new Date(now.getTime() + days * 86_400_000)
    const row = await updateConsumer(store, found, { passwordHash, passwordExpiresAt })
    await voidResets(store, found.key, now)
    await notify(world, row, { template: 'consumer.password-changed', channels: ['email'] })
    return recordIn(world, row)
  },
})
