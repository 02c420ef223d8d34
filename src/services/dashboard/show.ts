import * as z from 'zod/mini'
import type { Actor } from '../../kernel/context.ts'
import { choice, type Field, optional, text } from '../../kernel/fields.ts'
import type { Tx } from '../../store/transaction.ts'
import { type KnownPermission, may } from '../roles/may.ts'
import { readSelf } from '../team/queries.ts'
import { type Around as OperationAround, operation } from '../world.ts'
import { AgeCount } from './ages.ts'
import {
  bucketOfDay,
  bucketsOf,
  type Period,
  parsePeriod,
  type Unit,
  unitFor,
  units,
} from './period.ts'
import { type Activity, type Around, activities, queues, stepsFor } from './rooms.ts'

const Line = z.object({ name: z.string(), about: z.string(), command: z.string() })

const periodText = text({
  about: 'today, week, month (unless given), year, or FROM..TO without TO itself; days are in UTC.',
  max: 100,
})

/** It reads as the period itself. */
const periodField: Field<Period> = {
  ...periodText,
  default: undefined,
  read: (value, now) => parsePeriod(periodText.read(value, now), now),
}

export const showDashboard = operation({
  name: 'dashboard.show',
  summary: 'What is left to set up, what waits for you, and what went on.',
  effect: 'read',
  level: 'sub-account',
  input: {
    period: optional(periodField),
    by: optional(choice({ about: 'Counted by; what suits the period unless given.', of: units })),
  },
  output: z.object({
    period: z.object({ from: z.string(), to: z.string() }),
    by: z.enum(units),
    /** Getting started; `command` does what isn't done. */
    checklist: z.array(z.extend(Line, { done: z.boolean() })),
    /** Work that waits, by how long it has; `command` shows it. */
    pending: z.array(z.extend(Line, { total: z.number(), byAge: z.array(AgeCount) })),
    /** The whole period's. */
    totals: z.array(z.object({ name: z.string(), about: z.string(), count: z.number() })),
    /** From the first day, week or month to the last, those without anything too. */
    activity: z.array(
      z.object({
        from: z.string(),
        to: z.string(),
        counts: z.record(z.string(), z.number()),
      }),
    ),
  }),
  async prepare({ gateways }: OperationAround) {
    return { hasMail: isReady(gateways.mail.check) }
  },
  async run({ store, now, actor }, input, { hasMail }) {
    const period = input.period ?? parsePeriod('month', now)
    const by = input.by ?? unitFor(period)
    const around = { me: await readSelf(store, actor), hasMail }
    return {
      period: { from: period.from.toISOString(), to: period.to.toISOString() },
      by,
      checklist: await checklist(store, actor, around),
      pending: await pending(store, actor, now),
      ...(await activity(store, activities.filter(shownTo(actor)), period, by)),
    }
  },
})

const isReady = (check: () => void): boolean => {
  try {
    check()
    return true
  } catch {
    return false
  }
}

const shownTo =
  (actor: Actor) =>
  ({ permission }: { permission?: KnownPermission }): boolean =>
    permission === undefined || may(actor, permission)

const checklist = async (tx: Tx, actor: Actor, around: Around) => {
  const shown = []
  for (const { name, about, command, isDone } of stepsFor(around).filter(shownTo(actor))) {
    shown.push({ name, about, command, done: await isDone(tx, around) })
  }
  return shown
}

const pending = async (tx: Tx, actor: Actor, now: Date) => {
  const shown = []
  for (const { name, about, command, ...queue } of queues.filter(shownTo(actor))) {
    const byAge = await queue.byAge(tx, now)
    const total = byAge.reduce((sum, { count }) => sum + count, 0)
    shown.push({ name, about, command, total, byAge })
  }
  return shown
}

const activity = async (tx: Tx, sources: readonly Activity[], period: Period, by: Unit) => {
  const figures = sources.flatMap(source => source.figures)
  const zeros = () => Object.fromEntries(figures.map(({ name }): [string, number] => [name, 0]))
  const totals = zeros()
  const buckets = bucketsOf(period, by).map(bucket => ({ ...bucket, counts: zeros() }))
  const named = new Map(buckets.map(bucket => [bucket.name, bucket]))
  for (const source of sources) {
    for (const { day, figure, count } of await source.days(tx, period)) {
      totals[figure]! += count
      named.get(bucketOfDay(day, by))!.counts[figure]! += count
    }
  }
  return {
    totals: figures.map(({ name, about }) => ({ name, about, count: totals[name]! })),
    activity: buckets.map(({ from, to, counts }) => ({
      from: from.toISOString(),
      to: to.toISOString(),
      counts,
    })),
  }
}
