import { STATUS_CODES } from 'node:http'
import type { Server, ServerResponse } from 'node:http'
import type { Socket } from 'node:net'
import { ProblemError, problemBody } from './problem.ts'
import { SECURITY_HEADERS } from './security-headers.ts'

export const MALFORMED = new ProblemError(400, 'malformed-request', 'This is not an HTTP request')

/** By Node's code of what went wrong; all else is malformed. */
const PROBLEMS: Record<string, ProblemError> = {
  HPE_HEADER_OVERFLOW: new ProblemError(431, 'headers-too-large', 'The headers are too large'),
  HPE_CHUNK_EXTENSIONS_OVERFLOW: new ProblemError(413, 'body-too-large', 'The extensions of a chunk are too large'),
  ERR_HTTP_REQUEST_TIMEOUT: new ProblemError(408, 'request-timeout', 'The request did not come in time'),
}

const EXPECTATION = new ProblemError(417, 'expectation-failed', 'The server meets no expectation but 100-continue')
const TUNNEL = new ProblemError(405, 'method-not-allowed', 'The server is no proxy')

/** How long a caller may go on sending what nobody reads any more, so that the answer is not lost with the connection. */
const LINGER_MS = 1_000

/** Answers with a problem what never becomes a request of the app's. Node's own answers to it are empty. */
export function answerMalformedHttp(server: Server): void {
  const underway = new WeakMap<Socket, Set<ServerResponse>>()
  server.on('request', (request, response) => {
    const { socket } = request
    const responses = underway.get(socket) ?? new Set()
    underway.set(socket, responses.add(response))
    response.once('close', () => responses.delete(response))
  })
  const told = new WeakSet<Socket>()
  server.on('clientError', (error: NodeJS.ErrnoException, socket: Socket) => {
    // What follows a malformed request on its connection is malformed again, and wants no second answer.
    if (told.has(socket)) return
    const isAnswering = [...(underway.get(socket) ?? [])].some(({ headersSent }) => headersSent)
    if (!socket.writable || isAnswering || error.code === 'ECONNRESET') return void socket.destroy()
    told.add(socket)
    end(socket, PROBLEMS[error.code ?? ''] ?? MALFORMED)
  })
  server.on('checkExpectation', (_request, response: ServerResponse) => {
    const { headers, body } = parts(EXPECTATION)
    response.writeHead(EXPECTATION.status, headers).end(body)
  })
  server.on('connect', (_request, socket: Socket) => end(socket, TUNNEL))
}

function end(socket: Socket, problem: ProblemError): void {
  const { headers, body } = parts(problem)
  const fields = Object.entries(headers).map(([name, value]) => `${name}: ${value}\r\n`)
  socket.on('error', () => {})
  socket.end(`HTTP/1.1 ${problem.status} ${STATUS_CODES[problem.status]}\r\n${fields.join('')}\r\n${body}`)
  socket.resume()
  const cut = setTimeout(() => socket.destroy(), LINGER_MS).unref()
  socket.once('close', () => clearTimeout(cut))
}

function parts(problem: ProblemError) {
  const body = JSON.stringify(problemBody(problem))
  const headers = {
    'content-type': 'application/problem+json',
    'content-length': String(Buffer.byteLength(body)),
    'cache-control': 'no-store',
    connection: 'close',
    ...SECURITY_HEADERS,
  }
  return { headers, body }
}
