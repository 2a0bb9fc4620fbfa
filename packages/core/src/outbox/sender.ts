import { backoff } from '../backoff.ts'
import { isSdkError } from '../errors.ts'
import type {
  CacheRecord,
  Clock,
  MetaStore,
  OutboxEntry,
  OutboxPatch,
  OutboxStore,
  Random,
  Transport,
  TransportRequest,
} from '../ports/index.ts'
import type { Problem } from '../schema.ts'
import type { ProveHuman } from './prove-human.ts'
import { isDue, isSendable, judge, judgeError, LONGEST_WAIT_MS, nextAttempt } from './retry.ts'
import type { Later } from './retry.ts'
import { isStuck, refusePhoto, stuckAfter } from './stuck-photo.ts'
import { uploadPhoto } from './upload-photo.ts'
import type { Decided } from './upload-photo.ts'

/** What is ready: what is `due`; also what only met a `silent` line; `all` that waits, each once. */
export type Haste = 'due' | 'silent' | 'all'

export interface SenderOptions {
  store: OutboxStore
  meta: MetaStore
  transport: Transport
  now: Clock
  random: Random
  signal: AbortSignal
  /** The server's answer as cache records, its own first; undefined where the body is no answer to this command. */
  answers: (entry: OutboxEntry, body: unknown) => Promise<CacheRecord[] | undefined>
  /** Called after each change of an entry. */
  onChange: () => void
  /** Called after an entry has left the outbox with the server's answer. */
  onSettled: (entry: OutboxEntry, records: CacheRecord[]) => void
  onRefused: (entry: OutboxEntry, problem: Problem) => void
  prove: ProveHuman
  personHere: () => string | undefined | null
}

export interface Sender {
  /**
   * Sends all that is ready, oldest first, while the line is good. To be called by the one sender of the origin only:
   * an entry found in `sending` was left by one that died. Stops where the turn is `lost` to another.
   * @throws SdkError `storage` at the end, where an entry could not be read or written; the others had their turn
   */
  pass(haste: Haste, lost: AbortSignal): Promise<void>
  /** Epoch milliseconds before which this line is not tried again by itself. */
  pausedUntil(): number
}

/** A step of a command that is done; the next is for another turn. */
type Stepped = Decided | { kind: 'stepped' }

/** How an attempt went, beside its verdict. */
interface Course {
  /** The server has more of it than before. */
  moved: boolean
  /** The photo that it is about; undefined once all are there. */
  photo: string | undefined
}

/** Nobody could answer it now; somebody may later. */
const CHALLENGED: Later = { kind: 'later', failure: { code: 'problem', status: 429 } }

const PAUSE = 'outbox-pause'

export function createSender(options: SenderOptions): Sender {
  const { store, meta, transport, now, random, signal, answers, onChange, onSettled, onRefused, personHere, prove } = options
  let silences = 0
  let silentUntil = 0
  let askedUntil = 0

  async function pass(haste: Haste, lost: AbortSignal) {
    await beginPauses(haste)
    const failed = new Set<string>()
    let broken: unknown
    for (let tried = 1; tried > 0;) {
      tried = 0
      const waiting = new Set<string>()
      for (const entry of await store.list()) {
        if (entry.state === 'refused' || waiting.has(entry.subject)) continue
        waiting.add(entry.subject)
        if (failed.has(entry.id) || !isSendable(entry, personHere()) || !isReady(entry, haste)) continue
        if (signal.aborted || lost.aborted || pausedUntil() > now()) return
        tried += 1
        const outOfTheWay = await send(entry).catch((error: unknown) => {
          if (!isSdkError(error) || error.code !== 'storage') throw error
          broken = error
          return false
        })
        if (outOfTheWay) waiting.delete(entry.subject)
        else failed.add(entry.id)
      }
    }
    if (broken) throw broken
  }

  const isReady = (entry: OutboxEntry, haste: Haste) =>
    haste === 'all' || (haste === 'silent' && entry.failure?.code === 'network') || isDue(entry, now())

  const pausedUntil = () => Math.max(silentUntil, askedUntil)

  async function beginPauses(haste: Haste) {
    if (haste !== 'due') silentUntil = 0
    const asked = await meta.get(PAUSE)
    askedUntil = typeof asked === 'number' && asked <= now() + LONGEST_WAIT_MS ? asked : 0
    if (haste === 'all') await pause(0)
  }

  /** Whether the entry is out of the way of those behind it. */
  async function send({ id, attempts }: OutboxEntry): Promise<boolean> {
    const entry = await store.update(id, { state: 'sending', attempts: attempts + 1 }, ['queued', 'sending'])
    if (!entry) return true
    onChange()
    const course: Course = { moved: false, photo: undefined }
    const verdict = await attempt(entry, course)
    if (verdict.kind === 'stepped') {
      heard()
      await store.update(id, { state: 'queued', attempts: 0, failure: undefined, stuck: undefined }, ['sending'])
      onChange()
      return false
    }
    if (verdict.kind === 'answered') {
      const records = await answers(entry, verdict.body)
      if (records) {
        const isKept = await store.settle(id, records)
        heard()
        if (isKept) onSettled(entry, records)
        onChange()
        return true
      }
      await postpone(entry, { kind: 'later', failure: { code: 'bad-response' } })
      return false
    }
    if (verdict.kind === 'not-theirs') {
      // Nothing was tried, and nothing is wrong with it: it waits for its person.
      await store.update(id, { state: 'queued', attempts }, ['sending'])
      onChange()
      return false
    }
    if (verdict.kind === 'later') {
      const { photo, moved } = course
      const stuck = photo === undefined ? undefined : stuckAfter(moved ? undefined : entry.stuck, verdict, now())
      if (photo === undefined || !stuck || !isStuck(stuck, now())) {
        await postpone({ ...entry, attempts: moved ? 1 : entry.attempts }, verdict, { stuck })
        return false
      }
      return refuse(entry, refusePhoto(photo, verdict.failure.status))
    }
    return refuse(entry, verdict.problem)
  }

  async function refuse(entry: OutboxEntry, problem: Problem): Promise<boolean> {
    heard()
    await store.update(entry.id, { state: 'refused', problem, failure: undefined, stuck: undefined }, ['sending'])
    onRefused(entry, problem)
    onChange()
    return true
  }

  async function attempt(entry: OutboxEntry, course: Course): Promise<Stepped> {
    try {
      const first = (await upload(entry, course, 'one')) ?? (await command(entry))
      if (first.kind !== 'photo-missing') return first
      // The server lost what it once had. Send it again, where it is still here; without it, a person must decide.
      if (entry.photos.length === 0) return { kind: 'refused', problem: first.problem }
      for (const sha256 of entry.photos) {
        if (!(await store.photo(sha256))) return { kind: 'refused', problem: first.problem }
        await store.markUploaded(sha256, false)
      }
      const second = (await upload(entry, course, 'all')) ?? (await command(entry))
      return second.kind === 'photo-missing' ? { kind: 'later', failure: { code: 'problem', status: 409 } } : second
    } catch (error) {
      return judgeError(error)
    }
  }

  /** Undefined once the server has all photos. Behind each but the last others have their turn, unless `all` go at once. */
  async function upload({ person, photos }: OutboxEntry, course: Course, which: 'one' | 'all'): Promise<Stepped | undefined> {
    let isSent = false
    for (const name of new Set(photos)) {
      const photo = await store.photo(name)
      if (!photo || photo.uploaded) continue
      if (isSent && which === 'one') return { kind: 'stepped' }
      course.photo = name
      const verdict = await uploadPhoto(photo, { ask, signal, person: person ?? null, onMoved: () => (course.moved = true) })
      if (verdict.kind !== 'answered') return verdict
      await store.markUploaded(name, true)
      course.moved = true
      isSent = true
    }
    course.photo = undefined
    return undefined
  }

  const command = ({ id, method, path, body, person }: OutboxEntry): Promise<Decided> =>
    ask({ method, path, headers: { 'idempotency-key': id }, body, person: person ?? null, signal })

  /** Once more with a proof, where the server asks for one: the same under its own key, so that it is taken once. */
  async function ask(request: TransportRequest): Promise<Decided> {
    const first = judge(await transport.send(request), now())
    if (first.kind !== 'challenged') return first
    const proof = await prove(first.challenge, signal)
    if (proof === undefined) return CHALLENGED
    const headers = { ...request.headers, 'wangge-proof': proof }
    const second = judge(await transport.send({ ...request, headers }), now())
    return second.kind === 'challenged' ? CHALLENGED : second
  }

  async function postpone(entry: OutboxEntry, later: Later, more: Pick<OutboxPatch, 'stuck'> = {}) {
    // Silence is everybody's: stop knocking for a while, so that fifty waiting commands are not fifty failures.
    const isSilence = later.failure.code === 'network' && !later.lineUntried
    if (isSilence) silentUntil = now() + backoff((silences += 1), random)
    else if (!later.lineUntried) heard()
    if (later.retryAfterMs !== undefined) await pause(now() + Math.min(later.retryAfterMs, LONGEST_WAIT_MS))
    const nextAttemptAt = nextAttempt(later, entry.attempts, now(), random)
    await store.update(entry.id, { state: 'queued', attempts: entry.attempts, nextAttemptAt, failure: later.failure, ...more }, [
      'sending',
    ])
    onChange()
  }

  function heard() {
    silences = 0
    silentUntil = 0
  }

  /** All tabs keep a pause that the server asked for. */
  async function pause(until: number) {
    if (askedUntil === until) return
    askedUntil = until
    await meta.put(PAUSE, until)
  }

  return { pass, pausedUntil }
}
