/** How long a reviewer holds whom they review. */
import { integer, withDefault } from '../../kernel/fields.ts'

export const leaseField = withDefault(
  integer({ about: 'Minutes until the claim ends by itself.', min: 1, max: 480 }),
  30,
)

export const leaseEnd = (now: Date, minutes: number): Date =>
  new Date(now.getTime() + minutes * 60_000)
