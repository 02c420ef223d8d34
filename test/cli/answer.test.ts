import type { PassThrough } from 'node:stream'
import { expect, it } from 'vitest'
import { type Answering, printAnswer } from '../../src/cli/answer.ts'
import { terminal } from './output/hostile.ts'

const key = { id: 'key_1', apiKey: 'stw_live_x' }

/** What is printed as JSON, of the fields asked for. */
const printed = async (fields: string[], replayed: boolean) => {
  const pipe = terminal(80, { tty: false })
  const how = { terminal: pipe, format: 'json', fields } as unknown as Answering
  await printAnswer({ value: key, replayed, dryRun: false, changes: [], messages: [] }, how)
  return JSON.parse(String((pipe.stdout as unknown as PassThrough).read()))
}

it('says whether it was answered before where that is asked for: what is done is not refused', async () => {
  expect(await printed(['apiKey', 'replayed'], false)).toEqual({
    apiKey: 'stw_live_x',
    replayed: false,
  })
  expect(await printed(['replayed'], true)).toEqual({ replayed: true })
})
