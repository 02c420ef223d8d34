import { BlockList, isIPv4 } from 'node:net'
import fc from 'fast-check'
import { expect, it } from 'vitest'
import { isPartOf, isWithin, networkProblem } from '../../../src/services/keys/networks.ts'

const network = (address: fc.Arbitrary<string>, bits: number) =>
  fc.tuple(address, fc.integer({ min: 0, max: bits }))

/** What Node's own list of networks says, which knows nothing of ours. */
const nodeSays = (address: string, [base, prefix]: [string, number]): boolean => {
  const list = new BlockList()
  list.addSubnet(base, prefix, isIPv4(base) ? 'ipv4' : 'ipv6')
  return list.check(address, isIPv4(address) ? 'ipv4' : 'ipv6')
}

/** The network with the bits beyond its prefix taken away, as it has to be written. */
const written = (base: string, prefix: number): string => {
  if (isIPv4(base)) {
    const value = base.split('.').reduce((sum, part) => sum * 256 + Number(part), 0)
    const kept = prefix === 0 ? 0 : value - (value % 2 ** (32 - prefix))
    return `${[24, 16, 8, 0].map(by => Math.floor(kept / 2 ** by) % 256).join('.')}/${prefix}`
  }
  return `${base}/${prefix}`
}

it('says of IPv4 what Node says, of every address and network', () => {
  fc.assert(
    fc.property(fc.ipV4(), network(fc.ipV4(), 32), (address, [base, prefix]) => {
      const text = written(base, prefix)
      expect(networkProblem(text)).toBeNull()
      expect(isWithin(address, [text])).toBe(nodeSays(address, [base, prefix]))
    }),
    { numRuns: 300 },
  )
})

it('says of IPv6 what Node says, however an address is written', () => {
  fc.assert(
    fc.property(fc.ipV6(), fc.integer({ min: 0, max: 128 }), fc.ipV6(), (base, prefix, address) => {
      fc.pre(networkProblem(`${base}/${prefix}`) === null)
      expect(isWithin(address, [`${base}/${prefix}`])).toBe(nodeSays(address, [base, prefix]))
    }),
    { numRuns: 1000 },
  )
  fc.assert(
    fc.property(fc.ipV6(), address => {
      fc.pre(networkProblem(address) === null)
      expect(isWithin(address, [address])).toBe(true)
    }),
    { numRuns: 300 },
  )
})

it.each([
  ['10.1.2.3', ['10.0.0.0/8'], true],
  ['11.1.2.3', ['10.0.0.0/8', '11.1.2.3'], true],
  ['11.1.2.4', ['10.0.0.0/8', '11.1.2.3'], false],
  ['::ffff:10.1.2.3', ['10.0.0.0/8'], true],
  ['::ffff:a01:203', ['10.0.0.0/8'], true],
  ['10.1.2.3', ['::/0'], false],
  ['2001:db8::1', ['0.0.0.0/0'], false],
  ['2001:DB8:0:0::1', ['2001:db8::/32'], true],
  ['2001:db9::1', ['2001:db8::/32'], false],
  ['fe80::1%eth0', ['fe80::/10'], false],
  ['nonsense', ['0.0.0.0/0', '::/0'], false],
  ['', ['0.0.0.0/0'], false],
])('%s within %j: %s', (address, networks, expected) => {
  expect(isWithin(address, networks)).toBe(expected)
})

it.each([
  '10.1.2.3/8',
  '2001:db8::1/32',
  '10.0.0.0/33',
  '2001:db8::/129',
  '10.0.0/8',
  '010.0.0.0/8',
  '10.0.0.0/',
  '10.0.0.0/8/8',
  '/8',
  ' 10.0.0.0/8',
  '::ffff:10.0.0.0/104',
  'fe80::1%eth0',
  'localhost',
  '',
])('%j is no network', text => {
  expect(networkProblem(text)).not.toBeNull()
})

it.each([
  ['10.1.0.0/16', ['10.0.0.0/8'], true],
  ['10.1.2.3', ['192.0.2.0/24', '10.0.0.0/8'], true],
  ['10.0.0.0/8', ['10.1.0.0/16'], false],
  ['10.0.0.0/8', ['10.0.0.0/8'], true],
  ['0.0.0.0/0', ['::/0'], false],
  ['2001:db8:1::/48', ['2001:db8::/32'], true],
  ['10.0.0.0/8', [], false],
])('%s is part of %j: %s', (part, whole, expected) => {
  expect(isPartOf(part, whole)).toBe(expected)
})
