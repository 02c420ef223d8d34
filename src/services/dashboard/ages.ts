/** How long work has been waiting: the same few ages for everything that can pile up. */
import * as z from 'zod/mini'

const day = 86_400_000

/** Each age with its upper end, in days. */
const ages = [
  ['under a day', 1],
  ['under a week', 7],
  ['under a month', 30],
  ['longer', Number.POSITIVE_INFINITY],
] as const

export const AgeCount = z.object({ age: z.string(), count: z.number() })

/** Counts what waits by age; `since` counts what has been waiting from some time on. */
export const countByAge = async (
  now: Date,
  since: (from: Date) => Promise<number>,
): Promise<z.infer<typeof AgeCount>[]> => {
  const counts: z.infer<typeof AgeCount>[] = []
  let younger = 0
  for (const [age, days] of ages) {
    const all = await since(new Date(Math.max(0, now.getTime() - days * day)))
    counts.push({ age, count: all - younger })
    younger = all
  }
  return counts
}
