import { pageOf } from '../../kernel/list.ts'
import { operation } from '../world.ts'
import { consumerFields, consumerPage } from './listing.ts'
import { pickConsumers } from './picking.ts'
import { Consumer } from './record.ts'

export const listConsumers = operation({
  name: 'consumers.list',
  summary: 'Consumers, the newest first. Deleted ones only when a filter asks for them.',
  effect: 'read',
  level: 'sub-account',
  input: consumerFields,
  output: pageOf(Consumer),
  pick: pickConsumers,
  run: ({ store, now }, input) => consumerPage(store, now, input),
})
