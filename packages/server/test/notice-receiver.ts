import { createServer } from 'node:http'
import type { IncomingHttpHeaders, ServerResponse } from 'node:http'
import type { AddressInfo, Socket } from 'node:net'

export interface Received {
  path: string
  headers: IncomingHttpHeaders
  body: string
}

export type Behaviour = (response: ServerResponse, socket: Socket) => void

export interface NoticeReceiver {
  host: string
  received: Received[]
  /** What is done with the next requests, in turn; then each is taken. */
  script: Behaviour[]
  close(): void
}

/** Somebody's own server, which takes notices and fails as it is told to. */
export async function openReceiver(taken = '{"errcode":0,"code":0}'): Promise<NoticeReceiver> {
  const received: Received[] = []
  const script: Behaviour[] = []
  const server = createServer(async (request, response) => {
    const chunks: Buffer[] = []
    for await (const chunk of request) chunks.push(chunk as Buffer)
    received.push({ path: request.url!, headers: request.headers, body: Buffer.concat(chunks).toString('utf8') })
    const behave = script.shift()
    if (behave) behave(response, request.socket)
    else response.end(taken)
  })
  await new Promise<void>((done) => server.listen(0, '127.0.0.1', done))
  return {
    host: `127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    script,
    close() {
      server.closeAllConnections()
      server.close()
    },
  }
}
