export interface CommitNotice {
  districtId: string
  /** Newest change known to be committed. */
  cursor: number
  /** Somebody's credentials were taken back: told also where no change is newer. @defaultValue false */
  recheck?: boolean
}

/** Passes on that there is something new. A hint only: whoever hears it asks the change feed. */
export interface CursorSignal {
  emit(notice: CommitNotice): void
  subscribe(districtId: string, listener: (cursor: number) => void): () => void
  readonly listeners: number
}

export function createCursorSignal(): CursorSignal {
  const listeners = new Map<(cursor: number) => void, string>()
  const newest = new Map<string, number>()
  return {
    emit({ districtId, cursor, recheck = false }) {
      // The same commit is heard twice, from this process and from the database; other processes may be ahead.
      const known = newest.get(districtId) ?? 0
      if (cursor <= known && !recheck) return
      newest.set(districtId, Math.max(cursor, known))
      for (const [listener, district] of listeners) if (district === districtId) listener(cursor)
    },
    subscribe(districtId, listener) {
      listeners.set(listener, districtId)
      return () => listeners.delete(listener)
    },
    get listeners() {
      return listeners.size
    },
  }
}
