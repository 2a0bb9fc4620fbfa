import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { clientAddress } from '../src/client-address.ts'

const SOCKET = '192.0.2.1'

describe('whom a request comes from', () => {
  it('is whoever holds the connection, whatever the header says, where no proxy is the district’s own', () => {
    for (const header of [null, '', '203.0.113.7', '203.0.113.7, 198.51.100.1', 'x'.repeat(10_000)]) {
      assert.equal(clientAddress(SOCKET, header, 0), SOCKET)
    }
  })

  it('is whom the outermost of its own proxies was called by', () => {
    assert.equal(clientAddress(SOCKET, '203.0.113.7', 1), '203.0.113.7')
    assert.equal(clientAddress(SOCKET, '203.0.113.7, 198.51.100.1', 1), '198.51.100.1')
    assert.equal(clientAddress(SOCKET, '203.0.113.7, 198.51.100.1', 2), '203.0.113.7')
    assert.equal(clientAddress(SOCKET, ' 203.0.113.7 ,, 198.51.100.1 , ', 2), '203.0.113.7')
  })

  it('is not for the caller to choose, whatever they put in front', () => {
    fc.assert(
      fc.property(fc.string(), fc.ipV4(), fc.integer({ min: 1, max: 3 }), (forged, client, proxies) => {
        const way = [client, ...Array<string>(proxies - 1).fill('198.51.100.1')].join(', ')
        assert.equal(clientAddress(SOCKET, `${forged}, ${way}`, proxies), client)
      }),
    )
  })

  it('is the proxy where it says nothing, too little, or what is no address', () => {
    assert.equal(clientAddress(SOCKET, null, 1), SOCKET)
    assert.equal(clientAddress(SOCKET, '', 1), SOCKET)
    assert.equal(clientAddress(SOCKET, '203.0.113.7', 2), SOCKET)
    for (const odd of [
      'unknown',
      '_hidden',
      '203.0.113',
      '203.0.113.256',
      '1.2.3.4.5',
      '2001:db8',
      ':::1',
      '[::1',
      'a\0b',
      '%',
      '-1',
    ]) {
      assert.equal(clientAddress(SOCKET, odd, 1), SOCKET, odd)
    }
    assert.equal(clientAddress(undefined, 'unknown', 1), undefined)
    assert.equal(clientAddress(undefined, null, 0), undefined)
  })

  it('is told without its port', () => {
    assert.equal(clientAddress(SOCKET, '203.0.113.7:54321', 1), '203.0.113.7')
    assert.equal(clientAddress(SOCKET, '[2001:db8::7]:54321', 1), '2001:db8:0:0::/64')
    assert.equal(clientAddress(SOCKET, '[2001:db8::7]', 1), '2001:db8:0:0::/64')
  })

  it('is of IPv6 the network, however it is written: a household has 2^64 addresses', () => {
    for (const address of [
      '2001:db8:1:2::1',
      '2001:db8:1:2:ffff:ffff:ffff:ffff',
      '2001:0DB8:0001:0002:0000:0000:0000:0001',
      '2001:db8:1:2::203.0.113.7',
    ]) {
      assert.equal(clientAddress(address, null, 0), '2001:db8:1:2::/64', address)
    }
    assert.equal(clientAddress('2001:db8:1:3::1', null, 0), '2001:db8:1:3::/64')
    assert.equal(clientAddress('::1', null, 0), '0:0:0:0::/64')
    assert.equal(clientAddress('fe80::1%eth0', null, 0), 'fe80:0:0:0::/64')
  })

  it('is an IPv4 address where IPv6 only carries it', () => {
    for (const mapped of ['::ffff:203.0.113.7', '::FFFF:203.0.113.7', '0:0:0:0:0:ffff:203.0.113.7', '::ffff:cb00:7107']) {
      assert.equal(clientAddress(mapped, null, 0), '203.0.113.7', mapped)
    }
  })

  it('is of any address one or the other, the same for all of a network', () => {
    fc.assert(
      fc.property(fc.ipV6(), (address) => {
        const network = clientAddress(address, null, 0)!
        assert.match(network, /^(\d+(\.\d+){3}|[0-9a-f]{1,4}(:[0-9a-f]{1,4}){3}::\/64)$/)
      }),
    )
    const group = fc.integer({ min: 1, max: 0xffff }).map((value) => value.toString(16))
    const groups = (count: number) => fc.array(group, { minLength: count, maxLength: count })
    fc.assert(
      fc.property(groups(4), groups(4), groups(4), (network, one, other) => {
        const of = (host: string[]) => clientAddress([...network, ...host].join(':'), null, 0)
        assert.equal(of(one), `${network.join(':')}::/64`)
        assert.equal(of(other), of(one))
      }),
    )
  })

  it('is something or nothing for any text', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), fc.integer({ min: 0, max: 10 }), (text, proxies) => {
        clientAddress(text, text, proxies)
        assert.equal(clientAddress(SOCKET, text, 0), SOCKET)
      }),
    )
  })
})
