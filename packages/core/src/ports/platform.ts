/** Current time, epoch milliseconds. */
export type Clock = () => number

/** A number in [0, 1). */
export type Random = () => number

/**
 * Runs `task` while no other tab holds `name`. Waits for its turn; rejects with the signal's reason when aborted. A tab that
 * no longer answers (a browser freezes those it saves power on) loses its turn to one in view: `lost` is aborted as soon as it runs
 * again, and what it then does must be harmless beside the other. @throws SdkError `aborted` (retryable) where the turn was lost
 */
export interface Locks {
  exclusive<T>(name: string, task: (lost: AbortSignal) => Promise<T>, options?: { signal?: AbortSignal }): Promise<T>
}

/** Tells all tabs of this origin; this one before `post` returns. */
export interface Channel {
  post(message: ChannelMessage): void
  subscribe(listener: (message: ChannelMessage) => void): () => void
  close(): void
}

/** Without `person`: everybody who has used this device. */
export interface SignedOut {
  type: 'signed-out'
  person?: string
}

/** Records have changed. */
export interface RecordsChanged {
  type: 'cache'
  keys: string[]
  /** When the server was asked for what they are now, epoch milliseconds; absent where they came by other ways. */
  askedAt?: number
}

/** What the one tab that has the server's event stream hears on it. */
export interface Heard {
  type: 'heard'
  /** Newest change of the feed. */
  cursor: number
}

/** Whether the stream is there; `live` left out asks. */
export interface Line {
  type: 'line'
  live?: boolean
}

export type ChannelMessage = RecordsChanged | { type: 'outbox' } | SignedOut | Heard | Line

/** Runs a callback later and tells when the world looks better. */
export interface Wakeups {
  after(ms: number, callback: () => void): () => void
  /** Called when the device comes online or the page becomes visible. */
  onBetter(callback: () => void): () => void
}
