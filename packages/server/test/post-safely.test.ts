import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { after, before, describe, it } from 'node:test'
import { isPublicAddress } from '../src/notices/is-public-address.ts'
import { postSafely } from '../src/notices/post-safely.ts'

describe('posting to an address that somebody entered', () => {
  const paths: string[] = []
  const server = createServer((request, response) => {
    paths.push(request.url!)
    request.resume()
    if (request.url === '/hang') return
    if (request.url === '/cut') return void request.socket.destroy()
    if (request.url === '/half') {
      response.writeHead(200, { 'content-length': '100' }).write('{')
      return void setImmediate(() => request.socket.destroy())
    }
    if (request.url === '/endless') {
      const more = () => response.write('x'.repeat(10_000), () => !response.destroyed && setImmediate(more))
      return void more()
    }
    response.writeHead(307, { location: '/inside', 'retry-after': '7' }).end('moved')
  })
  let host = ''
  before(async () => {
    await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
    host = `127.0.0.1:${(server.address() as AddressInfo).port}`
  })
  after(() => {
    server.closeAllConnections()
    server.close()
  })

  const post = (path: string, timeoutMs?: number) =>
    postSafely(
      { url: `http://${host}${path}`, headers: {}, body: '{}' },
      { privateTargets: [host], ...(timeoutMs !== undefined && { timeoutMs }) },
    )

  it('takes a redirect for an answer, and follows none', async () => {
    assert.deepEqual(await post('/moved'), { status: 307, retryAfter: '7', text: 'moved' })
    assert.ok(!paths.includes('/inside'))
  })

  it('ends with whoever hangs, cuts, or has no end', async () => {
    await assert.rejects(post('/hang', 100), { name: 'PostError', code: 'timeout' })
    await assert.rejects(post('/cut'), { name: 'PostError', code: 'ECONNRESET' })
    await assert.rejects(post('/half'), { name: 'PostError' })
    assert.equal((await post('/endless')).text.length, 16_384)
  })

  it('asks nothing of this machine or its network, however it is written', async () => {
    const before = paths.length
    const { port } = server.address() as AddressInfo
    const inside = [
      '127.0.0.1',
      '2130706433',
      '0x7f.1',
      'localhost',
      '[::1]',
      '[::ffff:127.0.0.1]',
      '10.0.0.1',
      '169.254.169.254',
    ]
    for (const name of inside) {
      const request = { url: `https://${name}:${port}/`, headers: {}, body: '{}' }
      await assert.rejects(postSafely(request), { name: 'PostError', code: 'not-public' }, name)
    }
    await assert.rejects(postSafely({ url: `http://${host}/`, headers: {}, body: '{}' }), { code: 'not-public' })
    // One that is let through opens no other.
    const other = { url: `http://127.0.0.1:1/`, headers: {}, body: '{}' }
    await assert.rejects(postSafely(other, { privateTargets: [host] }), { code: 'not-public' })
    assert.equal(paths.length, before)
  })

  it('knows which addresses are the internet’s', () => {
    const open = ['8.8.8.8', '223.5.5.5', '2400:3200::1', '2606:4700:4700::1111']
    const closed = ['0.0.0.0', '100.64.0.1', '172.31.255.255', '192.168.1.1', '198.19.0.1', '224.0.0.1', '255.255.255.255', '::']
    const closed6 = [
      '::1',
      '::ffff:8.8.8.8',
      '64:ff9b::7f00:1',
      'fc00::1',
      'fe80::1',
      'ff02::1',
      '2001:db8::1',
      '2002:7f00:1::',
      'x',
    ]
    assert.deepEqual(open.filter(isPublicAddress), open)
    assert.deepEqual([...closed, ...closed6].filter(isPublicAddress), [])
  })
})
