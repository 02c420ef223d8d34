/** One move of a consumer's status: the same three steps for each of them. */
import type { World } from '../world.ts'
import { getConsumer, updateConsumer } from './queries.ts'
import type { ConsumerRow } from './record.ts'
import type { Standing } from './rules.ts'

/** Fetches, lets `change` decide or refuse, and writes. Answers the record as it is then. */
export const moveConsumer = async (
  { store, now }: World,
  selector: string,
  change: (from: ConsumerRow) => Partial<Standing>,
): Promise<ConsumerRow> => {
  const found = await getConsumer(store, selector, now)
  return updateConsumer(store, found, change(found))
}
