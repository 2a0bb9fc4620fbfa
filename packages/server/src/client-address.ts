import { isIP } from 'node:net'

/**
 * Whom a request comes from, as it is counted: an IPv4 address, or the network of an IPv6 one, since each household has 2^64
 * of those. `X-Forwarded-For` is believed only as far as there are proxies of the district's own.
 * @param proxies how many of them stand before the server; each appends the address that it was called from
 */
export function clientAddress(
  socketAddress: string | undefined,
  forwardedFor: string | null,
  proxies: number,
): string | undefined {
  const way = proxies > 0 ? (forwardedFor ?? '').split(',').map((part) => part.trim()) : []
  const claimed = way.filter((part) => part !== '').at(-proxies)
  return networkOf(claimed) ?? networkOf(socketAddress)
}

function networkOf(address: string | undefined): string | undefined {
  if (address === undefined) return undefined
  const plain = address.replace(/^\[(.*)\](:\d+)?$/, '$1').replace(/^([\d.]+):\d+$/, '$1')
  const version = isIP(plain)
  if (version === 4) return plain
  if (version !== 6) return undefined
  const groups = groupsOf(plain.split('%')[0]!)
  if (groups.slice(0, 6).join(':') === '0:0:0:0:0:ffff') return dotted(groups.slice(6))
  return `${groups.slice(0, 4).join(':')}::/64`
}

/** The eight groups of an IPv6 address, each without leading zeros. */
function groupsOf(address: string): string[] {
  const [before = '', after] = address.replace(/[\d.]*\.[\d.]*$/, hexadecimal).split('::')
  const head = before === '' ? [] : before.split(':')
  const tail = after === undefined || after === '' ? [] : after.split(':')
  const missing = after === undefined ? 0 : 8 - head.length - tail.length
  return [...head, ...Array<string>(missing).fill('0'), ...tail].map((group) => group.replace(/^0+(?=.)/, '').toLowerCase())
}

/** An IPv4 address as the last two groups of an IPv6 one, and back. */
function hexadecimal(address: string): string {
  const [a, b, c, d] = address.split('.').map(Number) as [number, number, number, number]
  return [a * 256 + b, c * 256 + d].map((group) => group.toString(16)).join(':')
}
const dotted = (groups: readonly string[]): string =>
  groups.flatMap((group) => [parseInt(group, 16) >> 8, parseInt(group, 16) & 255]).join('.')
