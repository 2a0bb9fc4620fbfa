import type { Server } from 'node:http'
import type { Socket } from 'node:net'

export interface ConnectionLimits {
  /** Altogether. */
  most: number
  /** From one address; not where proxies stand between, whose address all share. */
  mostPerAddress?: number | undefined
}

/** Keeps one caller from taking all connections: what is beyond the limits is cut at once. */
export function limitConnections(server: Server, { most, mostPerAddress = Infinity }: ConnectionLimits): void {
  server.maxConnections = most
  const open = new Map<string, number>()
  server.on('connection', (socket: Socket) => {
    const address = socket.remoteAddress ?? ''
    const count = (open.get(address) ?? 0) + 1
    if (count > mostPerAddress) return void socket.destroy()
    open.set(address, count)
    socket.once('close', () => {
      const left = open.get(address)! - 1
      if (left > 0) open.set(address, left)
      else open.delete(address)
    })
  })
}
