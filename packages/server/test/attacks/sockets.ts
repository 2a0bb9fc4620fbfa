import assert from 'node:assert/strict'
import { connect } from 'node:net'
import type { Socket } from 'node:net'
import { after, before, describe } from 'node:test'
import { listen } from '../../src/listen.ts'
import type { Listening } from '../../src/listen.ts'
import { assertProblem, reportCommand } from '../harness.ts'
import { attack } from './arena.ts'
import type { Arena } from './arena.ts'

const HOST = 'host: x\r\n'
/** What an attacker would like the next one on the connection to have asked. */
const SMUGGLED = 'GET /v1/data-map HTTP/1.1\r\nhost: x\r\n\r\n'
const POST = 'POST /v1/issues HTTP/1.1\r\n'
const GET = 'GET /v1/health HTTP/1.1\r\n'

/** Bytes that two readers might take for different requests, and the one answer that they get. */
const MALFORMED: Record<string, [text: string, status: number, code: string]> = {
  'a length and chunks at once': [
    `${POST}${HOST}content-length: 4\r\ntransfer-encoding: chunked\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    400,
    'malformed-request',
  ],
  'chunks and a length at once, the other way round': [
    `${POST}${HOST}transfer-encoding: chunked\r\ncontent-length: 60\r\n\r\n0\r\n\r\n${SMUGGLED}`,
    400,
    'malformed-request',
  ],
  'two lengths': [`${POST}${HOST}content-length: 0\r\ncontent-length: 40\r\n\r\n${SMUGGLED}`, 400, 'malformed-request'],
  'a list of lengths': [`${POST}${HOST}content-length: 0, 40\r\n\r\n${SMUGGLED}`, 400, 'malformed-request'],
  'a length with a sign': [`${POST}${HOST}content-length: +5\r\n\r\nhello${SMUGGLED}`, 400, 'malformed-request'],
  'a length below nothing': [`${POST}${HOST}content-length: -1\r\n\r\n${SMUGGLED}`, 400, 'malformed-request'],
  'a length in hexadecimal': [`${POST}${HOST}content-length: 0x10\r\n\r\n${SMUGGLED}`, 400, 'malformed-request'],
  'chunks under another name': [`${POST}${HOST}transfer-encoding: xchunked\r\n\r\n0\r\n\r\n`, 400, 'malformed-request'],
  'chunks that are not the last encoding': [
    `${POST}${HOST}transfer-encoding: chunked, identity\r\n\r\n0\r\n\r\n`,
    400,
    'malformed-request',
  ],
  'a space before the colon of a header': [`${POST}${HOST}content-length : 5\r\n\r\nhello`, 400, 'malformed-request'],
  'a header folded over two lines': [`${GET}${HOST}x: a\r\n b: c\r\n\r\n`, 400, 'malformed-request'],
  'a header with a bare line feed': [`${GET}${HOST}x: a\nauthorization: Bearer b\r\n\r\n`, 400, 'malformed-request'],
  'a header with a bare carriage return': [`${GET}${HOST}x: a\rb: c\r\n\r\n`, 400, 'malformed-request'],
  'a header with U+0000': [`${GET}${HOST}x: a\0b\r\n\r\n`, 400, 'malformed-request'],
  'a chunk whose size is no number': [
    `${POST}${HOST}transfer-encoding: chunked\r\n\r\nzz\r\nhello\r\n0\r\n\r\n`,
    400,
    'malformed-request',
  ],
  'no name of a host': [`${GET}\r\n`, 400, 'malformed-request'],
  'two names of hosts': [`${GET}${HOST}host: evil.example\r\n\r\n`, 400, 'malformed-request'],
  'headers of two hundred kilobytes': [`${GET}${HOST}x: ${'x'.repeat(200_000)}\r\n\r\n`, 431, 'headers-too-large'],
  'a method that nobody knows': [`BREW /v1/health HTTP/1.1\r\n${HOST}\r\n`, 400, 'malformed-request'],
  'a tunnel to another server': [`CONNECT evil.example:443 HTTP/1.1\r\n${HOST}\r\n`, 405, 'method-not-allowed'],
  'another protocol': ['SSH-2.0-OpenSSH_9.6\r\n\r\n', 400, 'malformed-request'],
  'the start of TLS': ['\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03', 400, 'malformed-request'],
  'an expectation that nobody meets': [`${GET}${HOST}expect: tea\r\n\r\n`, 417, 'expectation-failed'],
}

const SHORT = { headersTimeout: 150, requestTimeout: 300, connectionsCheckingInterval: 20 }

export function sockets(arena: Arena): void {
  describe('sockets', () => {
    let server: Listening
    const open: Socket[] = []
    before(async () => {
      server = await listen(arena.district.app, { port: 0, limits: SHORT })
    })
    after(async () => {
      for (const socket of open) socket.destroy()
      await server.close()
    })
    const dial = (): Socket => {
      const socket = connect(Number(new URL(server.url).port), '127.0.0.1')
      // What the server cuts may break in any way.
      socket.on('error', () => {})
      open.push(socket)
      return socket
    }
    const said = (socket: Socket): Promise<string> => {
      const { promise, resolve } = Promise.withResolvers<string>()
      let text = ''
      socket.on('data', (chunk) => (text += chunk))
      socket.once('close', () => resolve(text))
      return promise
    }
    const send = (text: string) => {
      const socket = dial()
      socket.write(Buffer.from(text, 'latin1'))
      return said(socket)
    }
    /** The one answer on a connection that then ends. */
    const expectOne = (text: string, status: number, code: string) => {
      assert.equal(text.match(/HTTP\/1\.1 \d/g)?.length, 1, text)
      const [head = '', body = ''] = text.split('\r\n\r\n')
      const [line = '', ...fields] = head.split('\r\n')
      const headers = new Headers(fields.map((field) => field.split(/: (.*)/s, 2) as [string, string]))
      assert.match(line, new RegExp(`^HTTP/1\\.1 ${status} `))
      assertProblem({ status, headers, body: JSON.parse(body) }, status, code)
      assert.equal(headers.get('connection'), 'close')
    }
    const headersOf = (as: 'public' | 'street'): string =>
      Object.entries(arena.district.headersOf(as))
        .map(([name, value]) => `${name}: ${value}\r\n`)
        .join('')

    for (const [what, [text, status, code]] of Object.entries(MALFORMED)) {
      attack(`a request with or as ${what}`, async () => {
        await arena.untouched(async () => expectOne(await send(text), status, code))
      })
    }

    attack('a chunk longer than it says, with a request in what is too much', async () => {
      const fields = `${HOST}${headersOf('public')}content-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n`
      const text = await send(`${POST}${fields}1\r\n{}}${SMUGGLED}`)
      assert.match(text, /HTTP\/1\.1 400 Bad Request[^{]*\{[^{]*"malformed-request"[^{]*$/)
      assert.doesNotMatch(text, /HTTP\/1\.1 200/)
    })

    attack('headers that never come to their end', async () => expectOne(await send(`${GET}${HOST}`), 408, 'request-timeout'))

    attack('headers that come letter by letter', async () => {
      const socket = dial()
      socket.write(`${GET}${HOST}x: `)
      const drip = setInterval(() => socket.writable && socket.write('x'), 5)
      const text = await said(socket)
      clearInterval(drip)
      expectOne(text, 408, 'request-timeout')
    })

    attack('a body that never comes to its end', async () => {
      const bytes = Buffer.from(JSON.stringify(reportCommand()))
      const fields = `${HOST}${headersOf('public')}content-type: application/json\r\ncontent-length: ${bytes.length + 1}\r\n\r\n`
      await arena.untouched(async () =>
        expectOne(await send(`${POST}${fields}${bytes.toString('latin1')}`), 408, 'request-timeout'),
      )
    })

    attack('a connection on which nothing is ever said', async () => expectOne(await said(dial()), 408, 'request-timeout'))

    attack('a body cut off in its middle by whoever sends it', async () => {
      await arena.untouched(async () => {
        const socket = dial()
        socket.write(`${POST}${HOST}${headersOf('public')}content-type: application/json\r\ncontent-length: 500\r\n\r\n{"id":`)
        socket.end()
        await said(socket)
      })
    })

    attack('a second request behind a HEAD, as its body', async () => {
      const text = await send(
        `HEAD /v1/health HTTP/1.1\r\n${HOST}\r\n${GET.replace('health', 'nothing')}${HOST}connection: close\r\n\r\n`,
      )
      assert.deepEqual(text.match(/HTTP\/1\.1 \d+/g), ['HTTP/1.1 200', 'HTTP/1.1 404'])
    })

    attack('another site in the address of the request', async () => {
      const text = await send(`GET http://evil.example/v1/nothing HTTP/1.1\r\n${HOST}connection: close\r\n\r\n`)
      assert.match(text, /^HTTP\/1\.1 (400|404) /)
      assert.doesNotMatch(text, /evil/)
    })

    attack('another host than ours, as a link in the answers', async () => {
      const bytes = Buffer.from(JSON.stringify(reportCommand()))
      const fields = `host: evil.example\r\n${headersOf('street')}content-type: application/json\r\nconnection: close\r\n`
      const key = `idempotency-key: ${(JSON.parse(bytes.toString()) as { id: string }).id}\r\ncontent-length: ${bytes.length}\r\n\r\n`
      const text = await send(`${POST}${fields}${key}${bytes.toString('latin1')}`)
      assert.match(text, /^HTTP\/1\.1 \d/)
      assert.doesNotMatch(text, /evil/)
    })
  })
}
