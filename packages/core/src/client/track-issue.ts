import type { Cache, Later, Resource, Snapshot } from '../cache/index.ts'
import { isSdkError } from '../errors.ts'
import type { SdkError } from '../errors.ts'
import { issueTrackSchema } from '../issue/schema.ts'
import type { IssueTrack } from '../issue/schema.ts'
import type { Clock } from '../ports/index.ts'
import { forgetReport } from './forget-report.ts'
import { ownReportOf } from './my-reports.ts'
import { trackKey, trackPath } from './paths.ts'
import { parseWith } from './schema-parse.ts'

const parse = parseWith(issueTrackSchema)
export const parseTrack = parse

/** The feed does not say which issues change: one that is followed is asked for no more often than this, however many do. */
const PACE_MS = 60_000

interface TrackOptions {
  receipt: string
  person: string | undefined
  now: Clock
}

/**
 * The issue behind a receipt code. Of one that was reported on this device the last state is kept; of a code that somebody
 * typed in nothing is, until they act under it: this may be anybody's device.
 */
export function trackIssue(cache: Cache, { receipt, person, now }: TrackOptions): Resource<IssueTrack> {
  const path = trackPath(receipt)

  async function ask(): Promise<Snapshot<IssueTrack>> {
    const own = await ownReportOf(cache, { receipt, person })
    try {
      const data = await cache.ask(path, parse)
      if (own) await cache.put(trackKey(own.person, data.id), data).catch(() => {})
      return { data, fetchedAt: now(), refreshing: false }
    } catch (error) {
      if (!isSdkError(error)) throw error
      // In its own words only: what is kept is not thrown away because a portal has never heard of it.
      if (error.problem === 'unknown-receipt' && own) await forgetReport(cache, own.id)
      return { refreshing: false, error }
    }
  }

  async function recall(): Promise<Snapshot<IssueTrack> | undefined> {
    const own = await ownReportOf(cache, { receipt, person })
    const record = own && (await cache.record(trackKey(own.person, own.id), parse))
    return record && { data: record.data, fetchedAt: record.fetchedAt, refreshing: true }
  }

  return {
    subscribe(listener) {
      let over = false
      let latest: Snapshot<IssueTrack> = { refreshing: true }
      const emit = (next: Snapshot<IssueTrack>) => {
        // What was known stays shown where asking failed, but not where there is no such issue any more.
        const isGone = next.error?.problem === 'unknown-receipt'
        latest = isGone ? next : { ...latest, ...next }
        if (!next.error) delete latest.error
        if (!over) listener(latest)
      }

      async function refresh(): Promise<SdkError | undefined> {
        emit({ refreshing: true })
        const snapshot = await ask()
        emit(snapshot)
        return snapshot.error
      }

      /** Resolves with what failed and may be better later, or when it may be asked for. */
      async function refreshOutdated(): Promise<SdkError | Later | undefined> {
        const ageMs = latest.fetchedAt === undefined ? PACE_MS : now() - latest.fetchedAt
        if (ageMs >= 0 && ageMs < PACE_MS) return { afterMs: PACE_MS - ageMs }
        return refresh()
      }

      async function reread(keys: string[]) {
        const { data } = latest
        const key = data && keys.find((one) => one === trackKey(person, data.id) || one === trackKey(undefined, data.id))
        const record = key === undefined ? undefined : await cache.record(key, parse)
        if (record && record.data.version >= data!.version) emit({ ...latest, data: record.data, fetchedAt: record.fetchedAt })
      }

      const unsubscribe = cache.onChange((keys) => void reread(keys).catch(() => {}))
      const unwatch = cache.onOutdated(() => refreshOutdated().catch(() => undefined))
      void recall()
        .then((known) => known && emit(known))
        .then(refresh)
        .catch((error: unknown) => emit({ refreshing: false, error: error as SdkError }))
      return () => {
        over = true
        unsubscribe()
        unwatch()
      }
    },
    async refresh() {
      const known = await recall().catch(() => undefined)
      const told = await ask()
      return told.error?.problem === 'unknown-receipt' ? told : { ...known, ...told }
    },
  }
}
