import { backoff } from '../backoff.ts'
import { isSdkError, SdkError } from '../errors.ts'
import type {
  CacheRecord,
  CacheStore,
  Channel,
  Clock,
  Locks,
  MetaStore,
  OutboxEntry,
  OutboxState,
  OutboxStore,
  Random,
  StoredPhoto,
  Transport,
  Wakeups,
} from '../ports/index.ts'
import type { Problem } from '../schema.ts'
import { isDue, isSendable } from './retry.ts'
import { solvesWork } from './prove-human.ts'
import type { ProveHuman } from './prove-human.ts'
import { createSender } from './sender.ts'
import type { Haste } from './sender.ts'

export interface OutboxOptions {
  stores: { outbox: OutboxStore; cache: CacheStore; meta: MetaStore }
  transport: Transport
  /** One sender of the origin at a time. */
  locks: Locks
  /** Tells the other tabs what has changed. */
  channel: Channel
  wakeups: Wakeups
  now: Clock
  random: Random
  /** The records that the server's answer puts into the cache; undefined where the body is no answer to the entry. */
  answers: (entry: OutboxEntry, body: unknown) => Promise<CacheRecord[] | undefined>
  /** Called in the sending tab after an entry has left with the server's answer. */
  onSettled?: (entry: OutboxEntry, body: unknown) => void
  /** Called in the sending tab after the server has refused an entry for good. */
  onRefused?: (entry: OutboxEntry, problem: Problem) => void
  /** Whom the token at hand names; undefined where that is found out by sending, null where there is no token. */
  personHere?: () => string | undefined | null
  /** Answers a challenge of another kind than proof of work. @defaultValue nobody does: the command waits */
  prove?: ProveHuman | undefined
}

export type OutboxCommand = Pick<OutboxEntry, 'id' | 'kind' | 'person' | 'subject' | 'path' | 'body' | 'memo'>

export type OutboxOutcome =
  { state: 'acknowledged'; answer: unknown } | { state: 'refused'; problem: Problem } | { state: 'discarded' }

export interface Outbox {
  /** Resolves when the command is as durable as the store is; sending goes on behind it. */
  add(command: OutboxCommand, photos?: StoredPhoto[]): Promise<OutboxEntry>
  /** The server's word, or the person's, whichever tab hears it. */
  outcome(id: string, person?: string): Promise<OutboxOutcome>
  entries(): Promise<OutboxEntry[]>
  /** Calls back with all entries by order of sending, soon and at each change in any tab. */
  subscribe(listener: (entries: OutboxEntry[]) => void): () => void
  /** Tries all that wait now, whatever their backoff. */
  sendNow(): void
  /** Does a task while no tab sends anything. */
  atRest<T>(task: () => Promise<T>): Promise<T>
  /** Another person is here, or another key: tries what waited for them, and tells the listeners. */
  personChanged(): void
  /**
   * Takes out all commands of a person, or of everybody who has a name, also those on their way; answers that still come
   * are not kept.
   */
  wipe(person?: string): Promise<void>
  /** Takes out those that match, also those on their way. */
  take(match: (entry: OutboxEntry) => boolean): Promise<void>
  /**
   * Sends a refused command again under its own key.
   * @throws SdkError `bad-argument` where no refused command has that id
   */
  retry(id: string): Promise<void>
  /**
   * Takes a command out. One that was tried before without an answer may still have reached the server.
   * @throws SdkError `bad-argument` where no command has that id, or it is on its way just now
   */
  discard(id: string): Promise<void>
  close(): void
}

/** Where the server's answer to a command is kept: with what else is kept of its person. */
export const answerKey = (id: string, person?: string): string =>
  person === undefined ? `answer:${id}` : `me/${person}/answer:${id}`

/** A command whose outcome somebody waits for. */
interface Awaited {
  person: string | undefined
  promise: Promise<OutboxOutcome>
  resolve: (outcome: OutboxOutcome) => void
}

const HASTE: Haste[] = ['due', 'silent', 'all']

export function createOutbox(options: OutboxOptions): Outbox {
  const { stores, transport, locks, channel, wakeups, now, random, personHere = () => null } = options
  const closing = new AbortController()
  const { signal } = closing
  const listeners = new Set<(entries: OutboxEntry[]) => void>()
  const outcomes = new Map<string, Awaited>()
  let haste: Haste = 'due'
  let sending = false
  let again = false
  let reading = false
  let unread = false
  let brokenPasses = 0
  let cancelTimer = () => {}

  const solve = solvesWork(wakeups)
  const sender = createSender({
    store: stores.outbox,
    meta: stores.meta,
    transport,
    now,
    random,
    signal,
    answers: async (entry, body) => {
      const records = await options.answers(entry, body)
      return records && [{ key: answerKey(entry.id, entry.person), data: body, fetchedAt: now() }, ...records]
    },
    onChange: () => channel.post({ type: 'outbox' }),
    personHere,
    prove: async (challenge, signal) => (await solve(challenge, signal)) ?? options.prove?.(challenge, signal),
    onRefused: (entry, problem) => options.onRefused?.(entry, problem),
    onSettled: (entry, records) => {
      channel.post({ type: 'cache', keys: records.map(({ key }) => key) })
      options.onSettled?.(entry, records[0]?.data)
    },
  })

  const unsubscribe = channel.subscribe(({ type }) => {
    if (type === 'outbox') void read()
  })
  // What was only held up by the line need not wait for its backoff when the line is better.
  const unwake = wakeups.onBetter(() => send('silent'))
  send()

  /** Asks for a pass. Whoever holds the lock is the sender; the others wait, and go on where a closed tab left off. */
  function send(wished: Haste = 'due') {
    if (HASTE.indexOf(wished) > HASTE.indexOf(haste)) haste = wished
    again = true
    if (!sending && !signal.aborted) void work()
  }

  async function work() {
    sending = true
    try {
      while (again && !signal.aborted) {
        again = false
        await locks.exclusive('outbox', passInHaste, { signal })
        brokenPasses = 0
      }
    } catch (error) {
      if (!signal.aborted) brokenPasses += 1
      if (!signal.aborted && !isSdkError(error)) reportDefect(error)
    } finally {
      sending = false
    }
    if (!signal.aborted) await read()
  }

  function passInHaste(lost: AbortSignal) {
    const wished = haste
    haste = 'due'
    return sender.pass(wished, lost)
  }

  /** Brings listeners and those who wait for an outcome up to date, and sets the timer for what is due next. */
  async function read() {
    unread = true
    if (reading) return
    reading = true
    try {
      while (unread && !signal.aborted) {
        unread = false
        const entries = await stores.outbox.list()
        for (const listener of listeners) listener(entries)
        for (const id of outcomes.keys()) await resolveOutcome(id, entries)
        schedule(entries)
      }
    } catch {
      schedule([])
    } finally {
      reading = false
    }
  }

  function schedule(entries: OutboxEntry[]) {
    cancelTimer()
    cancelTimer = () => {}
    if (signal.aborted || sending) return
    if (brokenPasses > 0) {
      cancelTimer = wakeups.after(backoff(brokenPasses, random), () => send())
      return
    }
    const times = heads(entries)
      .filter((entry) => isSendable(entry, personHere()))
      .map((entry) => (isDue(entry, now()) ? 0 : entry.nextAttemptAt))
    if (times.length === 0) return
    const at = Math.max(sender.pausedUntil(), Math.min(...times))
    if (at <= now()) send()
    else cancelTimer = wakeups.after(at - now(), () => send())
  }

  async function resolveOutcome(id: string, entries: OutboxEntry[]) {
    const entry = entries.find((candidate) => candidate.id === id)
    if (entry && entry.state !== 'refused') return
    const outcome: OutboxOutcome =
      entry?.problem !== undefined
        ? { state: 'refused', problem: entry.problem }
        : await goneOutcome(id, outcomes.get(id)?.person)
    outcomes.get(id)?.resolve(outcome)
    outcomes.delete(id)
  }

  async function goneOutcome(id: string, person: string | undefined): Promise<OutboxOutcome> {
    const record = await stores.cache.get(answerKey(id, person))
    return record ? { state: 'acknowledged', answer: record.data } : { state: 'discarded' }
  }

  return {
    async add(command, photos = []) {
      const entry = await stores.outbox.add(
        {
          ...command,
          method: 'POST',
          photos: photos.map(({ sha256 }) => sha256),
          state: 'queued',
          attempts: 0,
          createdAt: now(),
          nextAttemptAt: 0,
        },
        photos,
      )
      channel.post({ type: 'outbox' })
      send()
      return entry
    },
    outcome(id, person) {
      const known = outcomes.get(id)
      if (known) return known.promise
      let resolve: (outcome: OutboxOutcome) => void = () => {}
      const promise = new Promise<OutboxOutcome>((settle) => (resolve = settle))
      outcomes.set(id, { person, promise, resolve })
      void read()
      return promise
    },
    entries: () => stores.outbox.list(),
    subscribe(listener) {
      listeners.add(listener)
      void read()
      return () => listeners.delete(listener)
    },
    sendNow: () => send('all'),
    personChanged() {
      send()
      void read()
    },
    atRest: (task) => locks.exclusive('outbox', task, { signal }),
    wipe: (person) => take((entry) => isOf(entry, person)),
    take,
    async retry(id) {
      const fresh = { state: 'queued', attempts: 0, nextAttemptAt: 0, problem: undefined, failure: undefined } as const
      await changeOrThrow(stores.outbox.update(id, fresh, ['refused']), `Expected a refused command, got ${id}`)
      send()
    },
    async discard(id) {
      const resting: OutboxState[] = ['queued', 'refused']
      await changeOrThrow(stores.outbox.discard(id, resting), `Expected a command that is not on its way, got ${id}`)
    },
    close() {
      closing.abort(new SdkError('aborted', 'The client was closed'))
      cancelTimer()
      unsubscribe()
      unwake()
      listeners.clear()
    },
  }

  async function take(match: (entry: OutboxEntry) => boolean) {
    for (const { id } of (await stores.outbox.list()).filter(match))
      await stores.outbox.discard(id, ['queued', 'sending', 'refused'])
    channel.post({ type: 'outbox' })
  }

  async function changeOrThrow(changing: Promise<unknown>, message: string) {
    if (!(await changing)) throw new SdkError('bad-argument', message)
    channel.post({ type: 'outbox' })
  }
}

/** Whether a command is a person's; without `person`, anybody's who has a name. */
export const isOf = (entry: OutboxEntry, person: string | undefined): boolean =>
  person === undefined ? entry.person !== undefined : entry.person === person

/** The first of each subject; those behind it wait for it. */
function heads(entries: OutboxEntry[]): OutboxEntry[] {
  const first = new Map<string, OutboxEntry>()
  for (const entry of entries) if (entry.state !== 'refused' && !first.has(entry.subject)) first.set(entry.subject, entry)
  return [...first.values()]
}

/** A defect of ours must not vanish in a background loop. */
function reportDefect(error: unknown) {
  queueMicrotask(() => {
    throw error
  })
}
