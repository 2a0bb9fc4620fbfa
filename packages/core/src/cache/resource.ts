import type { SdkError } from '../errors.ts'

/** What is known of a resource now. */
export interface Snapshot<T> {
  /** Absent until something is known. */
  data?: T
  /** When the server last said that `data` is current, epoch milliseconds. */
  fetchedAt?: number
  /** A newer state is being fetched. */
  refreshing: boolean
  /** The last refresh failed; `data` may still be there, older. */
  error?: SdkError
}

/** A resource of the server: answered from the cache at once, then refreshed, then kept current. */
export interface Resource<T> {
  /** Calls back at once if anything is cached, then at each change in any tab, until unsubscribed. Starts a refresh. */
  subscribe(listener: (snapshot: Snapshot<T>) => void): () => void
  /** Asks the server now. Resolves with the outcome; never rejects. */
  refresh(): Promise<Snapshot<T>>
}

/** Turns what came or was stored into a `T`; undefined where it is none. */
export type Parse<T> = (data: unknown) => T | undefined
