import { createUlid } from '@wangge/core'
import type { MadeShifts } from '@wangge/core/roster/schema'
import { Hono } from 'hono'
import { WEEKS_AHEAD } from './admin/shifts.ts'
import { allowOrigin } from './auth/cors.ts'
import { compressed } from './compress.ts'
import { createContext } from './context.ts'
import type { ContextOptions } from './context.ts'
import { createHumanGate } from './humans/human-gate.ts'
import type { HumanPolicy } from './humans/verify-human.ts'
import { DEFAULT_LIMITS } from './limits.ts'
import type { Limits } from './limits.ts'
import { createMeter } from './meter.ts'
import { mount } from './mount.ts'
import type { Env } from './mount.ts'
import { describeApi } from './openapi.ts'
import { createOpenStreams } from './open-streams.ts'
import { OPERATIONS } from './operations.ts'
import { createRateLimiter, rateLimitHeaders } from './rate-limit.ts'
import { securityHeaders } from './security-headers.ts'
import { sendNotices } from './notices/notice-sender.ts'
import { isPhotoLostError, isPhotoStoreError } from './photos/photo-store.ts'
import { createPlanRunner } from './plans/plan-runner.ts'
import { runRetentionAlone } from './privacy/retention.ts'
import { escalateIssues } from './storage/escalate-issues.ts'
import { reckonFacts } from './storage/issue-facts.ts'
import { makeShifts } from './storage/make-shifts.ts'
import { clearPhotoLeftovers } from './storage/photo-leftovers.ts'
import { keepRolls } from './storage/quota.ts'
import { stepRoster } from './storage/step-roster.ts'
import { isUnavailable } from './storage/unavailable.ts'
import { notFound, ProblemError } from './problem.ts'
import { problemAnswer } from './problem-answer.ts'

export interface AppOptions extends Omit<ContextOptions, 'stopping' | 'publicUrl'> {
  /** Opens `/v1/admin` to whoever sends it: at least 24 characters, without spaces. */
  adminSecret?: string | undefined
  /** How often who may call what; `false` for as often as they like. @defaultValue DEFAULT_LIMITS */
  limits?: Limits | false | undefined
  /** Whether reports without an account come with a proof that a person sends them. @defaultValue nobody is asked */
  humans?: HumanPolicy | undefined
  /** Where callers reach the server; browsers are told to keep to https where it is one. */
  publicUrl?: string | undefined
  /**
   * When this process makes plans of the rotation: as soon as one is asked for, or in `makePlans` only, where others are to
   * make them. @defaultValue 'at-once'
   */
  plans?: 'at-once' | 'when-told' | undefined
  /**
   * Told of what nobody expected in making a plan, for the request that asked for it is answered then.
   * @defaultValue nobody is told
   */
  onPlanError?: ((error: unknown) => void) | undefined
  /** Told of what nobody expected; the answer itself says nothing of it. @defaultValue nobody is told */
  onError?: ((error: unknown, request: FailedRequest) => void) | undefined
}

export interface FailedRequest {
  /** As in the answer's `Request-Id`. */
  id: string
  method: string
  /** Path of the operation, with `{name}` for what the caller put into it: that may be a receipt. */
  route: string
}

/** What the listener knows of who calls. */
export interface Client {
  /** As clientAddress has it; without it nothing is counted by address. */
  address?: string | undefined
}

export interface App {
  fetch(request: Request, client?: Client): Promise<Response>
  /** Computes what the first caller would wait for. Never fails: a district without data has nothing to compute. */
  warm(): Promise<void>
  /** Deletes what has been kept for its time; undefined where another process does. */
  retain(): Promise<Record<string, number> | undefined>
  /** Makes the shifts of the coming weeks from their templates. */
  makeShifts(): Promise<MadeShifts>
  /** Takes down how many members organisations have, where a day has made them more or fewer. @returns organisations of which it is so */
  keepRolls(): Promise<number>
  /** Does what time has brought about in the roster: offers lapse, reminders are due. @returns steps done */
  stepRoster(): Promise<number>
  /**
   * Tells the next level of issues whose time is up.
   * @returns levels told
   * @throws UntoldIssuesError after all that can be told are
   */
  escalateIssues(): Promise<number>
  /** Keeps ready what rates are counted from. @returns issues reckoned */
  reckonFacts(): Promise<number>
  /** Sends notices that wait and are due, in order for each target. @returns how many were sent */
  sendNotices(): Promise<number>
  /** Deletes pictures beside the database that no photo has any more. @returns how many */
  clearPhotos(): Promise<number>
  /** Makes the plans that wait, also those that another process has begun and left. @returns how many */
  makePlans(): Promise<number>
  /** Puts back the plan that is being made: the next start begins it again. To be awaited before the database is closed. */
  stopPlans(): Promise<void>
  /** Ends the event streams. The database stays open: it is its opener's. */
  close(): void
}

const UNAVAILABLE = new ProblemError(503, 'database-unavailable', 'The database does not answer', {
  headers: { 'retry-after': '5' },
})

const NO_PHOTOS = new ProblemError(503, 'photo-store-unavailable', 'The photo store does not answer', {
  headers: { 'retry-after': '5' },
})
const PHOTO_LOST = new ProblemError(500, 'photo-lost', 'The photo is lost, or is not the one that was kept')

const CSP = 'content-security-policy'

/** Characters; no operation takes as many. */
const LONGEST_URL = 8_192
const TOO_LONG = new ProblemError(414, 'uri-too-long', 'The address is too long', {
  detail: `Expected at most ${LONGEST_URL} characters`,
})

/** As it has to be to stand behind `Bearer`, and not to be guessed. */
const ADMIN_SECRET = /^\S{24,}$/

/**
 * The district's HTTP API as a pure function of requests; `/v1/openapi.json` describes it.
 * @throws RangeError where the admin secret is short or has spaces, or the bits of a proof are none that a page would work for
 */
export function createApp({
  adminSecret,
  limits = DEFAULT_LIMITS,
  humans: policy,
  publicUrl,
  plans = 'at-once',
  onError,
  onPlanError,
  ...options
}: AppOptions): App {
  if (adminSecret !== undefined && !ADMIN_SECRET.test(adminSecret)) {
    throw new RangeError(`Expected an admin secret of at least 24 characters without spaces, got ${adminSecret.length}`)
  }
  const stop = new AbortController()
  const context = createContext({ ...options, publicUrl, stopping: stop.signal })
  const planner = createPlanRunner(context, { onError: (error) => onPlanError?.(error) })
  if (plans === 'at-once') context.plans = planner
  const limiter = limits === false ? undefined : createRateLimiter(context, limits)
  const humans = policy && createHumanGate(context, policy, limiter)
  const streams = limits === false ? undefined : createOpenStreams(limits.streams)
  const security = Object.entries(securityHeaders(publicUrl))
  const hono = new Hono<Env>()
  hono.use(async (c, next) => {
    c.set('requestId', createUlid(context.clock(), context.random))
    await next()
    const standings = rateLimitHeaders(c.get('meter')?.standings ?? [])
    for (const [name, value] of Object.entries(standings)) if (!c.res.headers.has(name)) c.res.headers.set(name, value)
    // A page may allow itself its own style sheet; nothing else may differ.
    for (const [name, value] of security) if (name !== CSP || !c.res.headers.has(CSP)) c.res.headers.set(name, value)
    c.res.headers.set('request-id', c.get('requestId'))
    await allowOrigin(context, c.req.raw, c.res.headers, {
      believed: c.get('originBelieved') ?? false,
      route: c.get('route'),
    }).catch((error: unknown) => {
      // The answer itself already says that the database is away.
      if (!isUnavailable(error)) throw error
    })
    const packed = await compressed(c.req.raw, c.res)
    if (packed !== c.res) c.res = packed
  })
  hono.use(async (c, next) => {
    if (c.req.url.length > LONGEST_URL) throw TOO_LONG
    await next()
  })
  mount(hono, [...OPERATIONS, describeApi(OPERATIONS)], { context, adminSecret, limiter, humans, streams })
  hono.notFound(async (c) => {
    await createMeter({ limiter, address: c.env?.address }).arrived()
    return problemAnswer(notFound('unknown-path', 'There is nothing here'), c.req.raw, c.req.path)
  })
  hono.onError((error, c) => {
    if (error instanceof ProblemError) return problemAnswer(error, c.req.raw, c.req.path)
    if (isUnavailable(error)) return problemAnswer(UNAVAILABLE, c.req.raw, c.req.path)
    onError?.(error, { id: c.get('requestId'), method: c.req.method, route: c.get('route') ?? 'no operation' })
    if (isPhotoStoreError(error)) return problemAnswer(NO_PHOTOS, c.req.raw, c.req.path)
    if (isPhotoLostError(error)) return problemAnswer(PHOTO_LOST, c.req.raw, c.req.path)
    return problemAnswer(new ProblemError(500, 'internal', 'The server failed'), c.req.raw, c.req.path)
  })
  return {
    fetch: async (request, client = {}) => hono.fetch(request, { ...client }),
    async warm() {
      try {
        const reference = await context.reference.current()
        reference.staffing(context.clock())
        await context.issueCounts.current(reference, context.clock())
      } catch {
        // Whoever asks for it hears of it then.
      }
    },
    retain: () => runRetentionAlone(context, { now: context.clock(), dryRun: false }),
    makeShifts: () => makeShifts(context, { weeks: WEEKS_AHEAD, actor: 'job' }),
    keepRolls: () => keepRolls(context),
    stepRoster: () => stepRoster(context, context.clock()),
    escalateIssues: () => escalateIssues(context, context.clock()),
    reckonFacts: async () => reckonFacts(context, await context.reference.current()),
    sendNotices: () => sendNotices(context),
    clearPhotos: () => clearPhotoLeftovers(context),
    makePlans: () => planner.run(),
    stopPlans: () => planner.stop(),
    close: () => stop.abort(),
  }
}
