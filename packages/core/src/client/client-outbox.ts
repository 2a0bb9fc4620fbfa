import type { Outbox } from '../outbox/index.ts'
import type { Identity, OutboxEntry, Stores } from '../ports/index.ts'
import { isTheirs, isUnreadableHere } from './context.ts'
import type { Context } from './context.ts'

export interface OutboxView {
  /** What this person, or somebody without a name, has made here and the server has not settled. */
  entries: OutboxEntry[]
  /** How many more wait here for another person, or for the key of this one. */
  others: number
  /**
   * How many more lie here that are damaged, or of a newer version of the page, and not another person's; absent where there is
   * none. They are kept.
   */
  unreadable?: number
  /** False: what is personal lies on this device as plain text, because the page has no way to seal it (plain http). */
  sealed: boolean
  /** False: unsent commands are lost when the page closes. */
  durable: boolean
  /** Why they are, where this device could have kept them. */
  reason?: string
}

/** A command of a file of unsent work that was not taken up, and why. */
export interface UnsentLeft {
  id: string
  kind: OutboxEntry['kind']
  /**
   * `other-person`, `not-signed-in`: it is somebody else's than who is here; `invalid`: it is no command of its kind;
   * `photo-broken`: the bytes of a photo are not those that were saved.
   */
  reason: 'other-person' | 'not-signed-in' | 'invalid' | 'photo-broken'
}

/** `known`: how many wait here already, or were answered here. */
export type UnsentImport =
  | { ok: true; taken: number; known: number; left: UnsentLeft[] }
  | { ok: false; reason: 'no-unsent-file' }
  | { ok: false; reason: 'other-district'; detail: { expected: string; got: string } }

/** What is made here and the server has not settled. */
export interface ClientOutbox {
  subscribe(listener: (view: OutboxView) => void): () => void
  /** Try all that wait now, whatever their backoff. */
  sendNow(): void
  /**
   * Takes a command out on the person's word.
   * @throws SdkError `bad-argument` where there is none, or it is on its way to the server just now
   */
  discard(id: string): Promise<void>
  /**
   * Sends a refused command again as it is, under its own key.
   * @throws SdkError `bad-argument` where there is none, or it was not refused
   */
  retry(id: string): Promise<void>
  /**
   * The photos of a command that waits here, or was refused, in its order; one that this device has lost is left out.
   * @throws SdkError `bad-argument` where there is none
   */
  photos(id: string): Promise<Blob[]>
  /**
   * What of it this person sees, refused commands too, with its photos, as a file (JSON) to keep or to take to another device.
   * It holds in the clear what they wrote. Nothing leaves the outbox.
   * @throws SdkError `storage`
   */
  exportUnsent(): Promise<Blob>
  /**
   * What the view counts as `unreadable`, as it lies here, as a file (JSON) for support; another person's is left out. Nothing
   * leaves the outbox.
   * @throws SdkError `storage`
   */
  exportUnreadable(): Promise<Blob>
  /**
   * Takes all that `exportUnreadable` gives out, on the person's word; resolves with how many. What a newer version of the page has
   * left is lost with it: that page would have sent it.
   * @throws SdkError `storage`
   */
  discardUnreadable(): Promise<number>
  /**
   * Takes up what such a file holds: each command under its own id, so that one that was sent meanwhile counts once.
   * @throws SdkError `storage`; what was taken up before stays
   */
  importUnsent(file: Blob): Promise<UnsentImport>
}

type Parts = Context & { outbox: Outbox; stores: Stores }

/** The outbox as whoever is here sees it. */
export function createClientOutbox(engine: Promise<Parts>, endpoint: string): ClientOutbox {
  return {
    subscribe(listener) {
      let over = false
      let stop = () => {}
      engine.then(
        ({ outbox, stores, tokens }) => {
          if (over) return
          stop = outbox.subscribe((entries) => listener(outboxView(entries, stores, tokens?.identity())))
        },
        () => {},
      )
      return () => {
        over = true
        stop()
      }
    },
    sendNow: () => void engine.then(({ outbox }) => outbox.sendNow()).catch(() => {}),
    discard: async (id) => (await engine).outbox.discard(id),
    retry: async (id) => (await engine).outbox.retry(id),
    photos: async (id) => {
      const [{ outboxPhotos }, parts] = await Promise.all([import('./outbox-photos.ts'), engine])
      return outboxPhotos(id, parts)
    },
    exportUnsent: async () => {
      const [{ exportUnsent }, parts] = await Promise.all([import('./unsent/export-unsent.ts'), engine])
      return exportUnsent(endpoint, parts)
    },
    exportUnreadable: async () => {
      const [{ exportUnreadable }, parts] = await Promise.all([import('./unreadable.ts'), engine])
      return exportUnreadable(endpoint, parts)
    },
    discardUnreadable: async () => {
      const [{ discardUnreadable }, parts] = await Promise.all([import('./unreadable.ts'), engine])
      return discardUnreadable(parts)
    },
    importUnsent: async (file) => {
      const [{ importUnsent }, parts] = await Promise.all([import('./unsent/import-unsent.ts'), engine])
      return importUnsent(file, endpoint, parts)
    },
  }
}

function outboxView(all: OutboxView['entries'], { kind, reason, sealed = false }: Stores, here?: Identity): OutboxView {
  const entries = all.filter((entry) => isTheirs(entry, here?.personKey))
  const unreadable = all.filter((entry) => isUnreadableHere(entry, here?.personKey)).length
  return {
    entries,
    others: all.length - entries.length - unreadable,
    ...(unreadable > 0 ? { unreadable } : {}),
    // What is in memory only does not lie anywhere.
    sealed: sealed || kind === 'memory',
    durable: kind !== 'memory',
    ...(reason === undefined ? {} : { reason }),
  }
}
