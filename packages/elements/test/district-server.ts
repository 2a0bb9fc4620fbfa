import { fork } from 'node:child_process'
import type { ChildProcess } from 'node:child_process'
import { join } from 'node:path'

export interface DistrictPayload {
  /** Origin of the test page. */
  origin: string
  /** Which of the two-new organisations the key speaks for; each test file takes its own. */
  organisation: number
}

/** What a test needs to embed an element: the server's address, a public key, and one of an organisation. */
export interface DistrictAnswer {
  endpoint: string
  publicKey: string
  orgKey: string
  orgId: string
}

/** Whom the organisation's own backend is to vouch for. */
export interface HostTokenPayload {
  origin: string
  orgId: string
  staffNumber: string
  name: string
  minor?: boolean
  /** @defaultValue 300 */
  seconds?: number
}

/** A liaison of the sample district, by their organisation. */
export interface LiaisonTokenPayload {
  liaisonOf: string
}

/** Staff of the street, for all of the district. */
export interface StreetTokenPayload {
  role: 'street'
}

/** A shift that is to begin at another time, as if the clocks had gone on; it keeps its length. */
export interface MoveShiftPayload {
  slotId: string
  /** Minutes from now; negative for before. */
  startsIn: number
}

/** A test page's wish, passed on to the process of the district. */
export interface DistrictCommand {
  id: number
  command: (typeof COMMANDS)[number]
  payload: unknown
}

/** Its first word is whether it came up; after that it answers commands. */
export type DistrictReply =
  { ready: true } | { ready: false; error: string } | { id: number; answer: unknown } | { id: number; error: string }

/** What a page may ask of the district. */
const COMMANDS = ['district', 'host-token', 'liaison-token', 'street-token', 'move-shift'] as const

/** Well below the time in which the test runner wants a command answered. */
const ANSWER_MS = 8_000

interface Settle {
  resolve(answer: unknown): void
  reject(error: Error): void
}

/**
 * Plugin for web-test-runner: the real server with the sample district on a port, and so an origin, of its own. It
 * starts when the first test asks for it; the tests of core run without.
 */
export function districtServer() {
  let child: ChildProcess | undefined
  let ready: Promise<void> | undefined
  let stopping = false
  let sent = 0
  const open = new Map<number, Settle>()

  function start(): Promise<void> {
    return new Promise((resolve, reject) => {
      child = fork(join(import.meta.dirname, 'district-process.ts'))
      child.on('message', (reply: DistrictReply) => {
        if ('ready' in reply) return reply.ready ? resolve() : reject(new Error(reply.error))
        const { resolve: answer, reject: refuse } = open.get(reply.id) as Settle
        open.delete(reply.id)
        if ('error' in reply) refuse(new Error(reply.error))
        else answer(reply.answer)
      })
      child.on('exit', (code) => {
        if (stopping) return
        const error = new Error(`Expected the district's server to run until the tests end, it ended with ${code}`)
        reject(error)
        for (const { reject: refuse } of open.values()) refuse(error)
        open.clear()
      })
    })
  }

  /** False where it still starts after a while: a command has to be answered in time. */
  async function isReady(): Promise<boolean> {
    ready ??= start()
    let timer: NodeJS.Timeout | undefined
    const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ANSWER_MS)))
    try {
      return await Promise.race([ready.then(() => true), late])
    } finally {
      clearTimeout(timer)
    }
  }

  async function ask(command: DistrictCommand['command'], payload: unknown): Promise<unknown> {
    ready ??= start()
    await ready
    return new Promise((resolve, reject) => {
      const id = ++sent
      open.set(id, { resolve, reject })
      child?.send({ id, command, payload } satisfies DistrictCommand)
    })
  }

  return {
    name: 'district-server',
    async executeCommand({ command, payload }: { command: string; payload?: unknown }): Promise<unknown> {
      if (command === 'district-ready') return isReady()
      const known = COMMANDS.find((name) => name === command)
      return known ? ask(known, payload) : undefined
    },
    async serverStop() {
      if (!child?.connected) return
      stopping = true
      const ended = new Promise((resolve) => child?.once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}
