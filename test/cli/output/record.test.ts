import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { renderRecord } from '../../../src/cli/output/record.ts'
import { actingIn, anyText, hostile, linesOf, terminal, widest } from './hostile.ts'

const plain = { terminal: terminal(40, { tty: false }) }

it('aligns values, wraps them, joins lists and marks what is empty', async () => {
  const text = await renderRecord(
    [
      {
        fields: [
          ['Id', 'con_1'],
          ['Tags', ['new', 'vip']],
          ['Company', null],
        ],
      },
      {
        title: 'Limits',
        fields: [
          ['A day', 500],
          ['Note', 'as agreed on the phone in March'],
        ],
      },
      { title: 'Nothing here', fields: [] },
    ],
    plain,
  )
  expect(linesOf(text)).toEqual([
    'Id       con_1',
    'Tags     new, vip',
    'Company  –',
    '',
    'Limits',
    'A day    500',
    'Note     as agreed on the phone in March',
  ])
  const wrapped = await renderRecord(
    [{ fields: [['Note', 'as agreed on the phone in early March']] }],
    plain,
  )
  expect(linesOf(wrapped)).toEqual(['Note  as agreed on the phone in early', '      March'])
})

it('is nothing without fields', async () => {
  expect(await renderRecord([{ title: 'Empty', fields: [] }], plain)).toBe('')
})

it('dims labels and what is empty where there is colour', async () => {
  const colour = { terminal: terminal(40, { color: true }) }
  expect(await renderRecord([{ title: 'T', fields: [['A', null]] }], colour)).toBe(
    '\u001b[1mT\u001b[22m\n\u001b[2mA  \u001b[22m\u001b[2m–\u001b[22m\n',
  )
})

describe.each([40, 60, 80, 200])('a record of hostile text at %i columns', columns => {
  it.each([true, false])('fits and acts on nothing (colour: %s)', async color => {
    const fields = Object.entries(hostile).flatMap(([name, text]): [string, unknown][] => [
      [name, text],
      [text, [name, text]],
    ])
    const text = await renderRecord([{ title: hostile['an override'], fields }], {
      terminal: terminal(columns, { color }),
    })
    expect(widest(text)).toBeLessThanOrEqual(columns)
    expect(actingIn(text)).toEqual([])
  })
})

it('fits whatever the text and the width', async () => {
  await fc.assert(
    fc.asyncProperty(
      anyText,
      anyText,
      fc.integer({ min: 40, max: 200 }),
      async (label, value, columns) => {
        const shown = await renderRecord([{ title: label, fields: [[label, value]] }], {
          terminal: terminal(columns, { color: true }),
        })
        expect(widest(shown)).toBeLessThanOrEqual(columns)
        expect(actingIn(shown)).toEqual([])
      },
    ),
  )
})
