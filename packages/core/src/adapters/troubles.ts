import type { StorageTrouble } from '../ports/index.ts'

export interface Troubles {
  tell(kind: StorageTrouble['kind'], message: string): void
  /** Calls back with what is told, and at once with what was told before anybody listened. */
  listen(listener: (trouble: StorageTrouble) => void): () => void
}

/** Support hears of the latest. */
const MOST_KEPT = 20

/** Passes on what happens to what is stored. */
export function createTroubles(): Troubles {
  const listeners = new Set<(trouble: StorageTrouble) => void>()
  const past: StorageTrouble[] = []
  return {
    tell(kind, message) {
      past.push({ kind, message })
      if (past.length > MOST_KEPT) past.shift()
      for (const listener of [...listeners]) listener({ kind, message })
    },
    listen(listener) {
      listeners.add(listener)
      for (const trouble of past) listener(trouble)
      return () => listeners.delete(listener)
    },
  }
}

/** A key without whom or what it is of. */
export const nameless = (key: string): string =>
  key
    .replace(/^me\/[^/]+/, 'me/…')
    .replace(/:.*$/, ':…')
    .replace(/\?.*$/, '?…')
