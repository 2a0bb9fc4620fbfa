import { principalName } from './auth/principal.ts'
import type { Principal } from './auth/principal.ts'
import { limitClassOf, limitedByOf } from './limits.ts'
import type { LimitClass } from './limits.ts'
import type { Listener, OpenStreams } from './open-streams.ts'
import type { AnyOperation } from './operation.ts'
import { ProblemError } from './problem.ts'
import type { Charge, RateLimiter, Standing } from './rate-limit.ts'

/** Counts one request against the limits, step by step as the server learns what and whose it is. */
export interface Meter {
  readonly standings: readonly Standing[]
  /** Before anything is looked up. */
  arrived(): Promise<void>
  /** The credentials were refused. @returns what to answer */
  refused(error: unknown): Promise<unknown>
  /** The credentials were believed; a site's visitors are counted by its key. */
  believed(principal: Principal, siteKey: string | null): Promise<void>
  /** The call counts as one of another class too. */
  counts(besides: LimitClass): Promise<void>
  /** The call brings so many bytes; photos have a budget for the day. */
  brings(bytes: number): Promise<void>
  /** The call opens an event stream. @returns what tells that it has ended */
  listens(): () => void
}

export interface Metered {
  /** Absent where nothing is limited. */
  limiter?: RateLimiter | undefined
  /** Of the client; absent where nobody knows it. */
  address?: string | undefined
  /** Absent where nothing is limited. */
  streams?: OpenStreams | undefined
}

/** Whatever has no operation of its own counts as a read. */
const READ = { method: 'GET', path: '' } as const

export function createMeter(
  { limiter, address, streams }: Metered,
  operation: Pick<AnyOperation, 'method' | 'path'> = READ,
): Meter {
  const limitClass = limitClassOf(operation)
  const standings: Standing[] = []
  const charge = async (one: Charge) => {
    const standing = await limiter?.charge(one)
    if (standing) standings.push(standing)
  }
  let caller: Pick<Charge, 'by' | 'who'> | undefined
  return {
    standings,
    async arrived() {
      if (address !== undefined) await charge({ class: limitClass, by: 'address', who: address })
    },
    async refused(error) {
      if (address === undefined || !(error instanceof ProblemError) || error.status !== 401) return error
      // Those who come with good credentials from the same address go on.
      try {
        await limiter?.charge({ class: 'failed-credentials', by: 'address', who: address })
        return error
      } catch (limited) {
        return limited
      }
    },
    async believed(principal, siteKey) {
      const by = limitedByOf(principal)
      if (!by) return
      // One site that is overrun takes nothing from another of the same audience.
      caller = { by, who: by === 'site' ? (siteKey ?? '') : principalName(principal) }
      await charge({ class: limitClass, ...caller })
    },
    async counts(besides) {
      if (address !== undefined) await charge({ class: besides, by: 'address', who: address })
      if (caller) await charge({ class: besides, ...caller })
    },
    async brings(bytes) {
      if (limitClass !== 'photos' && limitClass !== 'photo-parts') return
      const cost = Math.ceil(bytes / 1000)
      if (address !== undefined) await charge({ class: 'photo-kilobytes', by: 'address', who: address, cost })
      if (caller) await charge({ class: 'photo-kilobytes', ...caller, cost })
    },
    listens() {
      const own: Listener[] = caller && caller.by !== 'site' ? [{ by: caller.by, who: caller.who }] : []
      const here: Listener[] = address === undefined ? [] : [{ by: 'address', who: address }]
      return streams?.open([...own, ...here]) ?? (() => {})
    },
  }
}
