import type { Outbox } from '../outbox/index.ts'
import type { Stores } from '../ports/index.ts'
import { isUnreadableHere } from './context.ts'
import type { Context } from './context.ts'

type Parts = Context & { outbox: Outbox; stores: Stores }

/** What cannot be read, of whoever is here or of nobody who is known; another's stays where it is. */
async function theirs({ outbox, stores, tokens }: Parts): Promise<{ id: string; value: unknown }[]> {
  const here = tokens?.identity().personKey
  const shown = (await outbox.entries()).filter((entry) => isUnreadableHere(entry, here))
  const ids = new Set(shown.map(({ id }) => id))
  return ((await stores.outbox.unreadable?.()) ?? []).filter(({ id }) => ids.has(id))
}

/** As it lies on this device, for whoever can make something of it; bytes as lists of numbers. */
export async function exportUnreadable(endpoint: string, parts: Parts): Promise<Blob> {
  const entries = (await theirs(parts)).map(({ value }) => value)
  const file = { format: 'wangge-unreadable', version: 1, endpoint, savedAt: new Date(parts.now()).toISOString(), entries }
  return new Blob([JSON.stringify(file, bytesAsNumbers)], { type: 'application/json' })
}

/** @returns how many were taken out */
export async function discardUnreadable(parts: Parts): Promise<number> {
  const all = await theirs(parts)
  // One that a newer page has taken up meanwhile is that page's.
  const gone = await Promise.all(all.map(({ id }) => parts.outbox.discard(id).then(() => 1, ignoreGone)))
  return gone.reduce((sum: number, one) => sum + one, 0)
}

function ignoreGone(error: unknown): 0 {
  if ((error as { code?: unknown }).code === 'bad-argument') return 0
  throw error
}

function bytesAsNumbers(_: string, value: unknown): unknown {
  if (value instanceof ArrayBuffer) return [...new Uint8Array(value)]
  return value instanceof Uint8Array ? [...value] : value
}
