import { readFileSync } from 'node:fs'
import { expect, it } from 'vitest'
import { pages } from '../../scripts/reference/pages.ts'

const made = await pages()

it.each(Object.keys(made))('docs/reference/%s says what the code says: npm run docs', name => {
  expect(readFileSync(`docs/reference/${name}`, 'utf8')).toBe(made[name])
})

it('the reference is the same however often it is made', async () => {
  expect(await pages()).toEqual(made)
})
