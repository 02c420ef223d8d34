import { expect, it } from 'vitest'
import { unavailable } from '../../../src/kernel/errors.ts'
import { noCounts, withEarlier } from '../../../src/services/outbox/totals.ts'

const last = { sent: 3, failed: 1, expired: 0, waiting: 9 }

it('what earlier batches did is told by the failure of a later one', () => {
  const error = unavailable('No server.', { hint: 'Look.', details: last })
  expect(withEarlier(error, { sent: 50, failed: 2, expired: 1 })).toMatchObject({
    code: 'unavailable',
    message: 'No server. In all: 53 sent, 3 failed, 1 expired.',
    hint: 'Look.',
    details: { sent: 53, failed: 3, expired: 1, waiting: 9 },
  })
})

it('a failure that counts nothing itself tells what was done before it', () => {
  expect(withEarlier(unavailable('Busy.'), { sent: 50, failed: 0, expired: 0 })).toMatchObject({
    message: 'Busy. In all: 50 sent, 0 failed, 0 expired.',
    details: { sent: 50, failed: 0, expired: 0 },
  })
})

it('a failure of the first batch, and what is no failure of ours, stay as they are', () => {
  const error = unavailable('No server.', { details: last })
  expect(withEarlier(error, noCounts)).toBe(error)
  const bug = new TypeError('bug')
  expect(withEarlier(bug, { sent: 1, failed: 0, expired: 0 })).toBe(bug)
})
