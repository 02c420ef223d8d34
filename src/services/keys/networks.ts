/**
 * Networks in CIDR notation (RFC 4632, RFC 4291), of either version. An IPv4 address that comes as an
 * IPv6 one (::ffff:10.0.0.1) is the IPv4 address that it stands for.
 */
import { isIP } from 'node:net'

type Version = 4 | 6
type Address = { version: Version; value: bigint }
type Network = Address & { prefix: number }

const bitsOf = { 4: 32, 6: 128 } as const

/** In a process that asks for itself: from either address of this machine. */
export const thisMachine = ['127.0.0.1', '::1'] as const

const fromIPv4 = (text: string): bigint =>
  text.split('.').reduce((value, part) => (value << 8n) | BigInt(part), 0n)

/** What `isIP` calls version 6. */
const fromIPv6 = (text: string): bigint => {
  const tail = /^(.*:)(\d+\.\d+\.\d+\.\d+)$/.exec(text)
  if (tail) {
    const last = fromIPv4(tail[2]!)
    return fromIPv6(`${tail[1]}${(last >> 16n).toString(16)}:${(last & 0xffffn).toString(16)}`)
  }
  const [head = '', rest] = text.split('::')
  const before = head === '' ? [] : head.split(':')
  const after = rest ? rest.split(':') : []
  const zeros = Array(rest === undefined ? 0 : 8 - before.length - after.length).fill('0')
  return [...before, ...zeros, ...after].reduce(
    (value, part) => (value << 16n) | BigInt(`0x${part}`),
    0n,
  )
}

const mapped = 0xffffn

const addressOf = (text: string): Address | null => {
  const version = text.includes('%') ? 0 : isIP(text)
  if (version === 4) return { version, value: fromIPv4(text) }
  if (version !== 6) return null
  const value = fromIPv6(text)
  return value >> 32n === mapped
    ? { version: 4, value: value & 0xffffffffn }
    : { version: 6, value }
}

/** The bits of an address that lie beyond its prefix. */
const beyond = ({ version, prefix }: Network): bigint =>
  (1n << BigInt(bitsOf[version] - prefix)) - 1n

const networkOf = (text: string): Network | null => {
  const [, address = '', length] = /^([^/]+)(?:\/(\d{1,3}))?$/.exec(text) ?? []
  const found = addressOf(address)
  if (!found) return null
  // A mapped network is written as what it stands for: its prefix would count other bits.
  if (length !== undefined && found.version === 4 && address.includes(':')) return null
  const prefix = length === undefined ? bitsOf[found.version] : Number(length)
  return prefix <= bitsOf[found.version] ? { ...found, prefix } : null
}

/** What is wrong with it, so that it can follow "addresses …"; null where nothing is. */
export const networkProblem = (text: string): string | null => {
  const found = networkOf(text)
  if (!found) return 'must be networks or addresses, such as 10.0.0.0/8 or 2001:db8::1'
  if ((found.value & beyond(found)) === 0n) return null
  return 'has an address with bits beyond its prefix: 10.0.0.0/8 is a network, 10.1.2.3/8 is not'
}

const holds = (network: Network, { version, value }: Address): boolean =>
  version === network.version && (value & ~beyond(network)) === network.value

/** Whether an address is in one of the networks. One that is no address is in none. */
export const isWithin = (address: string, networks: readonly string[]): boolean => {
  const found = addressOf(address)
  return found !== null && networks.some(text => holds(networkOf(text)!, found))
}

/** Whether all of a network lies in one of the others. */
export const isPartOf = (text: string, networks: readonly string[]): boolean => {
  const part = networkOf(text)!
  return networks
    .map(other => networkOf(other)!)
    .some(whole => part.prefix >= whole.prefix && holds(whole, part))
}
