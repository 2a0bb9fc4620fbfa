/** Reports whose sending has begun and of which no answer has come: they may be there already. */
export interface BegunReports {
  has(id: string): boolean
  add(id: string): void
  delete(id: string): void
}

/** Kept over a reload by the browser's `localStorage`; where there is none, or none that can be written, for as long as the page lives. */
export function createBegunReports(endpoint: string): BegunReports {
  const key = `wangge-open311-begun:${endpoint}`
  const here = new Set<string>()
  const stored = (): string[] => {
    try {
      const ids: unknown = JSON.parse(globalThis.localStorage?.getItem(key) ?? '[]')
      return Array.isArray(ids) ? ids.filter((id) => typeof id === 'string') : []
    } catch {
      return []
    }
  }
  const store = (ids: string[]) => {
    try {
      if (ids.length > 0) globalThis.localStorage?.setItem(key, JSON.stringify(ids))
      else globalThis.localStorage?.removeItem(key)
    } catch {
      // A private window: this page still knows.
    }
  }
  return {
    has: (id) => here.has(id) || stored().includes(id),
    add(id) {
      here.add(id)
      store([...new Set([...stored(), id])])
    },
    delete(id) {
      here.delete(id)
      store(stored().filter((one) => one !== id))
    },
  }
}
