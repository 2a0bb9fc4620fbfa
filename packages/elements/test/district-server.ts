import { fork } from 'node:child_process'
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

/** Staff of the street, for all of the district, or of a community or building: its first where none is named. */
export interface StreetTokenPayload {
  role: 'street' | 'community' | 'buildingHead'
  gridId?: string
  /** Whose token it is. */
  personId?: string
}

/** A shift that is to begin at another time, as if the clocks had gone on; it keeps its length. */
export interface MoveShiftPayload {
  slotId: string
  /** Minutes from now; negative for before. */
  startsIn: number
}

export interface CloseOrganisationPayload {
  orgId: string
  /** 撤销日期, a local date. */
  on: string
}

export interface MakeWeekPayload {
  /** A Monday. */
  from: string
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
const COMMANDS = [
  'district',
  'host-token',
  'liaison-token',
  'street-token',
  'move-shift',
  'make-week',
  'close-organisation',
] as const

/** Well below the time in which the test runner wants a command answered. */
const ANSWER_MS = 8_000

interface Settle {
  resolve(answer: unknown): void
  reject(error: Error): void
}

/** What a test page sends along: which district is asked, and the command's own payload. */
export interface ToDistrict<Payload> {
  district: string
  payload: Payload
}

/**
 * Plugin for web-test-runner: real servers with the sample district, each on a port, and so an origin, of its own. Most tests share
 * one; a file that others would disturb has its own, by name. Each starts when the first test asks for it; the tests of core run
 * without.
 */
export function districtServer() {
  const districts = new Map<string, District>()

  function districtOf(name: string): District {
    const known = districts.get(name) ?? startDistrict()
    districts.set(name, known)
    return known
  }

  return {
    name: 'district-server',
    async executeCommand({ command, payload: sent }: { command: string; payload?: unknown }): Promise<unknown> {
      const known = COMMANDS.find((name) => name === command)
      if (!known && command !== 'district-ready') return undefined
      const { district, payload } = sent as ToDistrict<unknown>
      return known ? districtOf(district).ask(known, payload) : districtOf(district).isReady()
    },
    async serverStop() {
      await Promise.all([...districts.values()].map((district) => district.stop()))
    },
  }
}

interface District {
  /** False where it still starts after a while: a command has to be answered in time. */
  isReady(): Promise<boolean>
  ask(command: DistrictCommand['command'], payload: unknown): Promise<unknown>
  stop(): Promise<void>
}

function startDistrict(): District {
  const child = fork(join(import.meta.dirname, 'district-process.ts'))
  const open = new Map<number, Settle>()
  let stopping = false
  let sent = 0
  const ready = new Promise<void>((resolve, reject) => {
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

  return {
    async isReady() {
      let timer: NodeJS.Timeout | undefined
      const late = new Promise<false>((resolve) => (timer = setTimeout(() => resolve(false), ANSWER_MS)))
      try {
        return await Promise.race([ready.then(() => true), late])
      } finally {
        clearTimeout(timer)
      }
    },
    async ask(command, payload) {
      await ready
      return new Promise((resolve, reject) => {
        const id = ++sent
        open.set(id, { resolve, reject })
        child.send({ id, command, payload } satisfies DistrictCommand)
      })
    },
    async stop() {
      if (!child.connected) return
      stopping = true
      const ended = new Promise((resolve) => child.once('exit', resolve))
      child.disconnect()
      await ended
    },
  }
}
