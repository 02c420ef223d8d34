import { invalid } from '../../kernel/errors.ts'
import { list, optional } from '../../kernel/fields.ts'
import { operation } from '../world.ts'
import { colourTags, labels, labelsIn, mostTags, tagName } from './labels.ts'
import { getAccount, updateAccount } from './queries.ts'
import { Account, account, accountRecord } from './record.ts'
import { refuseClosed } from './rules.ts'
import { refuseFixed } from './templates.ts'

export const tagAccount = operation({
  name: 'accounts.tags',
  summary: 'Give an account coloured tags, or take them away.',
  effect: 'write',
  level: 'account',
  input: {
    account,
    add: { ...labels, about: 'Tags to add, each with its colour if you like: vip:red,pilot.' },
    remove: optional(list({ ...tagName, about: 'Tags to take away.' })),
  },
  output: Account,
  check({ add = [], remove = [] }) {
    labelsIn(add, 'add')
    if (add.length + remove.length > 0) return
    throw invalid('add', 'Say which tags.', 'Give --add vip:red,pilot or --remove pilot.')
  },
  async run(world, { account, add, remove = [] }) {
    const { store } = world
    const found = await getAccount(store, account)
    refuseClosed(found)
    const given = labelsIn(add, 'add')
    const kept = found.tags.filter(tag => !remove.includes(tag))
    const tags = [...new Set([...kept, ...given.map(({ tag }) => tag)])]
    if (tags.length > mostTags) throw invalid('add', `An account has at most ${mostTags} tags.`)
    if (tags.join() !== found.tags.join()) await refuseFixed(world, found, ['tags'])
    await colourTags(world, given)
    return accountRecord(store, await updateAccount(store, found, { tags }))
  },
})
