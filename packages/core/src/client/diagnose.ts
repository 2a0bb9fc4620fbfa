import type { Outbox } from '../outbox/index.ts'
import type { OutboxEntry, OutboxState, StorageTrouble, Stores } from '../ports/index.ts'
import { isTheirs } from './context.ts'
import type { Context } from './context.ts'
import type { ServerClock } from './server-clock.ts'

/** What support needs to know of a client on a device. Nothing in it is personal: no names, codes, words, or ids of records. */
export interface Diagnosis {
  /** By the device's clock. */
  at: string
  endpoint: string
  /** How far the device's clock is behind (positive) or ahead of the server's, milliseconds; absent before any answer. */
  clockSkewMs?: number
  /** Whether the server's hints come, here or in another tab. */
  live: boolean
  /** Whom the host's token names: not who, but whether. */
  identity: 'none' | 'asking' | 'known' | 'failed'
  page: { online?: boolean; visible?: boolean; secure?: boolean; language?: string }
  stores: {
    kind: Stores['kind']
    sealed: boolean
    reason?: string
    /** What happened to it since the page was opened; absent where nothing did. */
    troubles?: StorageTrouble[]
  }
  /** What the browser grants this origin, bytes; absent where it does not say. */
  storage?: { usage?: number; quota?: number; persisted?: boolean }
  outbox: {
    entries: {
      kind: OutboxEntry['kind']
      state: OutboxState
      attempts: number
      photos: number
      /** Since it was made, milliseconds. */
      ageMs: number
      /** Until it is tried again, milliseconds. */
      nextInMs?: number
      failure?: OutboxEntry['failure']
      /** Code of the server's refusal. */
      refused?: string
    }[]
    /** How many wait here for other people. */
    others: number
    /** How many are damaged, or of a newer version of the page; absent where there is none. */
    unreadable?: number
  }
  /** Records of each kind, e.g. `/v1/slots`, `me`, `report`. */
  cache: Record<string, number>
}

export interface DiagnosisParts extends Context {
  outbox: Outbox
  stores: Stores
  clock: ServerClock
  /** The device's clock. */
  device: () => number
  isLive: () => boolean
}

/** Looks; changes nothing. @throws SdkError `storage` where the stores cannot be read, which is the diagnosis */
export async function diagnose(endpoint: string, parts: DiagnosisParts): Promise<Diagnosis> {
  const { outbox, stores, tokens, clock, device, isLive } = parts
  const { kind, reason, sealed = false } = stores
  const all = await outbox.entries()
  const mine = all.filter((entry) => isTheirs(entry, tokens?.identity().personKey))
  const unreadable = all.filter((entry) => entry.unreadable).length
  const troubles: StorageTrouble[] = []
  // What was told before is told at once.
  stores.onTrouble?.((trouble) => troubles.push(trouble))()
  const skew = clock.skewMs()
  const storage = await storageOf()
  return {
    at: new Date(device()).toISOString(),
    endpoint,
    ...(skew === undefined ? {} : { clockSkewMs: skew }),
    live: isLive(),
    identity: tokens?.identity().state ?? 'none',
    page: pageOf(),
    stores: { kind, sealed, ...(reason === undefined ? {} : { reason }), ...(troubles.length > 0 ? { troubles } : {}) },
    ...(storage ? { storage } : {}),
    outbox: {
      entries: mine.map((entry) => entryOf(entry, device())),
      others: all.length - mine.length - unreadable,
      ...(unreadable > 0 ? { unreadable } : {}),
    },
    cache: countByKind(await stores.cache.keys()),
  }
}

function entryOf(entry: OutboxEntry, now: number): Diagnosis['outbox']['entries'][number] {
  const { kind, state, attempts, photos, createdAt, nextAttemptAt, failure, problem } = entry
  return {
    kind,
    state,
    attempts,
    photos: photos.length,
    ageMs: now - createdAt,
    ...(state === 'queued' && nextAttemptAt > now ? { nextInMs: nextAttemptAt - now } : {}),
    ...(failure ? { failure } : {}),
    ...(problem ? { refused: problem.code } : {}),
  }
}

/** Keys hold people’s keys, ids and codes: only their first words are told. */
function countByKind(keys: readonly string[]): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const key of keys) {
    const kind = /^(\/v1\/[a-z-]+|[a-z]+)/.exec(key)?.[1] ?? 'other'
    counts[kind] = (counts[kind] ?? 0) + 1
  }
  return counts
}

function pageOf(): Diagnosis['page'] {
  const { navigator, document, isSecureContext } = globalThis
  return {
    ...(navigator?.onLine === undefined ? {} : { online: navigator.onLine }),
    ...(document === undefined ? {} : { visible: document.visibilityState === 'visible' }),
    ...(isSecureContext === undefined ? {} : { secure: isSecureContext }),
    ...(navigator?.language === undefined ? {} : { language: navigator.language }),
  }
}

async function storageOf(): Promise<Diagnosis['storage']> {
  const { storage } = (globalThis.navigator ?? {}) as Partial<Navigator>
  // A page on plain http has none, and a browser may refuse to say.
  const [estimate, persisted] = await Promise.all([
    storage?.estimate?.().catch(() => undefined),
    storage?.persisted?.().catch(() => undefined),
  ])
  if (!estimate && persisted === undefined) return undefined
  const { usage, quota } = estimate ?? {}
  return {
    ...(usage === undefined ? {} : { usage }),
    ...(quota === undefined ? {} : { quota }),
    ...(persisted === undefined ? {} : { persisted }),
  }
}
