import { PROTOCOL } from './messages.ts'
import type { Hello, Port } from './messages.ts'

export const hello = (port: Port): Hello => ({ wangge: 'planner', protocol: PROTOCOL, port })

export const isHello = (message: unknown): message is Hello =>
  typeof message === 'object' && message !== null && (message as Partial<Hello>).wangge === 'planner' && 'port' in message
