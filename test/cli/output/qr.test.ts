import { create } from 'qrcode'
import { expect, it } from 'vitest'
import { qrText } from '../../../src/cli/output/qr.ts'

const uri = 'otpauth://totp/Acme:owner%40acme.test?secret=JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP'
const plain = { width: 80, unicode: true, colours: 0 } as const

/** The dark modules that the characters show, row by row. */
const modulesOf = (text: string): boolean[][] =>
  text
    .trimEnd()
    .split('\n')
    .flatMap(line => [
      [...line].map(cell => cell === ' ' || cell === '▄'),
      [...line].map(cell => cell === ' ' || cell === '▀'),
    ])

it('shows the code with two light modules around it', async () => {
  const shown = modulesOf((await qrText(uri, plain))!)
  const { size, data } = create(uri, { errorCorrectionLevel: 'L' }).modules
  for (const [row, cells] of shown.entries()) {
    const wanted = cells.map((_, column) => {
      const inside = [row - 2, column - 2].every(at => at >= 0 && at < size)
      return inside && data[(row - 2) * size + column - 2] === 1
    })
    expect(cells).toEqual(wanted)
  }
  expect(shown.length).toBeGreaterThanOrEqual(size + 4)
})

it('says its colours where there are some, so that it is light on dark everywhere', async () => {
  const coloured = (await qrText(uri, { ...plain, colours: 1 }))!
  expect(coloured.replaceAll('\x1b[97;40m', '').replaceAll('\x1b[0m', '')).toBe(
    await qrText(uri, plain),
  )
  expect(coloured.startsWith('\x1b[97;40m')).toBe(true)
})

it('is left out where it has no room, or would come out as question marks', async () => {
  expect(await qrText(uri, { ...plain, width: 30 })).toBeNull()
  expect(await qrText(uri, { ...plain, unicode: false })).toBeNull()
})
