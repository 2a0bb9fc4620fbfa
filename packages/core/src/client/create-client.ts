import { createCache } from '../cache/index.ts'
import { SdkError } from '../errors.ts'
import { createOutbox } from '../outbox/index.ts'
import type { ProveHuman } from '../outbox/index.ts'
import type { Channel, Locks, Stores, Token, TokenSource, Transport, Wakeups } from '../ports/index.ts'
import { createUlid } from '../ulid.ts'
import { advanceIssue } from './advance-issue.ts'
import { answerRecords, outdatedBy } from './answers.ts'
import { calendarAddress, revokeCalendarAddress } from './calendar-address.ts'
import { createShiftCancels } from './cancel-shifts.ts'
import { createQuotaPlanning } from './quota-planning.ts'
import { cancelSignUp } from './cancel-sign-up.ts'
import { createCertificates } from './certificates.ts'
import { confirmSignUp } from './confirm-sign-up.ts'
import { createChanges } from './changes.ts'
import { checkIn, noteCheckIn } from './check-in.ts'
import { createClientOutbox } from './client-outbox.ts'
import type { Client } from './client.ts'
import type { Context } from './context.ts'
import { requestCorrection, stepCorrection } from './corrections.ts'
import { createLiaison } from './liaison.ts'
import { createLive } from './live.ts'
import { askWho, followPerson } from './identity.ts'
import { askFor } from './of-person.ts'
import { download } from './download.ts'
import { sawDutyNews } from './duty-news.ts'
import { hoursFilePath, issueFilePath, keptRecordsFilePath, rosterWorkbookPath, signUpsFilePath } from './paths.ts'
import { forgetDraft, keepDraft, readDraft } from './report-draft.ts'
import { createResources } from './resources.ts'
import { createErasures } from './erase.ts'
import { createServerClock } from './server-clock.ts'
import type { ServerClock } from './server-clock.ts'
import { followSignOut, signOut } from './sign-out.ts'
import { signUp } from './sign-up.ts'
import { signUpRefusal } from './sign-up-refusal.ts'
import { createRosterPlans } from './roster-plans.ts'
import { issuePhoto, stepReport } from './step-report.ts'
import { findSimilar } from './similar-issues.ts'
import { checkReport, submitReport } from './submit-report.ts'
import { acceptSwap, offerSwap, withdrawSwap } from './swaps.ts'
import { verifyIssueHistory } from './verify-issue-history.ts'
import { createWithdrawals } from './withdraw-consent.ts'

export interface ClientOptions {
  /** Address of the district's server; in a page it may be relative. */
  endpoint: string
  /** Public key of the embedding page, `wk_<audience>_<random>`; a new one of the same audience finds what the old one kept. */
  siteKey?: string
  /** Token of a person, or where to get one; it is asked for again when the one at hand runs out, and kept in memory only. */
  token?: string | (() => Promise<string>)
  /** @defaultValue over `fetch` */
  transport?: Transport
  /** @defaultValue in IndexedDB, one database for each endpoint and audience; in memory where there is none */
  stores?: Stores
  /**
   * Answers a challenge of the district's own, such as a captcha, for a report without an account: resolves to what is sent as
   * `Wangge-Proof`. Proof of work is done without it. @defaultValue nobody does: such a report waits
   */
  prove?: ProveHuman
  /** Epoch milliseconds. @defaultValue `Date.now` */
  now?: () => number
  /** What else of the platform a test wants to hold in its hands. */
  platform?: Partial<Platform>
}

export interface Platform {
  locks: Locks
  channel: Channel
  wakeups: Wakeups
  /** A number in [0, 1), for identifiers and for jitter. */
  random: () => number
}

/**
 * A client of the district's server that works offline: reads come from the cache at once, commands are kept until
 * the server has answered. It starts at once and works until it is closed, whoever uses it.
 * @throws SdkError `bad-argument` where `endpoint` is no http(s) address
 * @example
 * const client = createClient({ endpoint: 'https://grid.example', siteKey: 'wk_…' })
 * const stop = client.gridStatus('guixi').subscribe(({ data }) => console.log(data?.issues.open))
 */
export function createClient(options: ClientOptions): Client {
  const endpoint = parseEndpoint(options.endpoint)
  const live = createLive()
  // What is kept and sent goes by the device's clock, which counts on without the server; what a rule decides, by the server's.
  const clock = createServerClock(options.now ?? (() => Date.now()))
  const engine = startEngine(endpoint, options, { clock, onLive: live.set })
  // Whoever uses it hears of the failure; a client that nobody uses must not end the process.
  engine.catch(() => {})

  return {
    endpoint,
    now: clock.now,
    identity: {
      subscribe(listener) {
        let over = false
        let stop = () => {}
        engine.then(
          ({ tokens }) => {
            if (over) return
            listener(tokens?.identity() ?? { state: 'none' })
            stop = tokens?.subscribe(listener) ?? stop
            if (over) stop()
            else askFor(tokens)
          },
          (error: unknown) => over || listener({ state: 'failed', error: error as SdkError }),
        )
        return () => {
          over = true
          stop()
        }
      },
    },
    ...createResources(engine),
    signUp: async (input) => signUp(input, await engine),
    signUpRefusal: async (input) => signUpRefusal(input, await engine),
    cancelSignUp: async (input) => cancelSignUp(input, await engine),
    confirmSignUp: async (input) => confirmSignUp(input, await engine),
    sawDutyNews: async (ids) => sawDutyNews(ids, await engine),
    offerSwap: async (input) => offerSwap(input, await engine),
    acceptSwap: async (input) => acceptSwap(input, await engine),
    withdrawSwap: async (input) => withdrawSwap(input, await engine),
    report: async (input) => submitReport(input, await engine),
    rateIssue: async (input) => stepReport({ ...input, action: 'rate' }, await engine),
    reopenIssue: async (input) => stepReport({ ...input, action: 'reopen' }, await engine),
    verifyIssue: async (input) => stepReport({ ...input, action: 'verify' }, await engine),
    remarkOnIssue: async (input) => stepReport({ ...input, action: 'note' }, await engine),
    issuePhoto: async (input) => issuePhoto(input, await engine),
    advanceIssue: async (input) => advanceIssue(input, await engine),
    verifyIssueHistory: async (input) => verifyIssueHistory(input, await engine),
    similarIssues: async (input) => findSimilar(input, await engine),
    checkReport: async (input) => checkReport(input, await engine),
    previewQuotaPlan: async (input) => (await engine).previewQuotaPlan(input),
    putQuotaPlan: async (input) => (await engine).putQuotaPlan(input),
    previewCancelShifts: async (input) => (await engine).previewCancelShifts(input),
    cancelShifts: async (input) => (await engine).cancelShifts(input),
    rosterWorkbook: async ({ from, gridId }) => download(rosterWorkbookPath(from, gridId), 'xlsx', await engine),
    hoursWorkbook: async ({ orgId, ...days }) => download(hoursFilePath('xlsx', orgId, days), 'xlsx', await engine),
    hoursCsv: async ({ orgId, ...days }) => download(hoursFilePath('csv', orgId, days), 'csv', await engine),
    keptRecordsFile: async ({ format, ...asked }) => download(keptRecordsFilePath(format, asked), format, await engine),
    signUpsCsv: async ({ orgId }) => download(signUpsFilePath(orgId), 'csv', await engine),
    issueFile: async ({ format, ...asked }) => download(issueFilePath(format, asked), format, await engine),
    planRoster: async (input) => (await engine).plans.planRoster(input),
    followRosterPlan(planId, listener) {
      let over = false
      let stop = () => {}
      engine.then(
        ({ plans }) => {
          if (!over) stop = plans.followRosterPlan(planId, listener)
        },
        (error: unknown) => over || listener({ error: error as SdkError }),
      )
      return () => {
        over = true
        stop()
      }
    },
    cancelRosterPlan: async (input) => (await engine).plans.cancelRosterPlan(input),
    rosterDraft: async (planId) => (await engine).plans.rosterDraft(planId),
    rosterPlanQuestion: async (planId) => (await engine).plans.rosterPlanQuestion(planId),
    compareRosterPlan: async (planId) => (await engine).plans.compareRosterPlan(planId),
    publishRosterPlan: async (input) => (await engine).plans.publishRosterPlan(input),
    calendarAddress: async (how = {}) => calendarAddress(how, endpoint, await engine),
    revokeCalendarAddress: async () => revokeCalendarAddress(await engine),
    checkIn: async (input) => checkIn('in', input, await engine),
    checkOut: async (input) => checkIn('out', input, await engine),
    noteCheckIn: async (input) => noteCheckIn(input, await engine),
    requestCorrection: async (input) => requestCorrection(input, await engine),
    stepCorrection: async (input) => stepCorrection(input, await engine),
    certificate: async (input) => (await engine).certificate(input),
    revokeCertificate: async (input) => (await engine).revokeCertificate(input),
    requestedCertificate: async (input) => (await engine).requestedCertificate(input),
    revokeRequestedCertificate: async (input) => (await engine).revokeRequestedCertificate(input),
    withdrawConsent: async (input) => (await engine).withdraw(input),
    eraseReport: async (input) => (await engine).erasures.eraseReport(input),
    eraseMe: async (how = {}) => (await engine).erasures.eraseMe(how),
    saveVolunteerProfile: async (input) => (await engine).liaison.saveVolunteerProfile(input),
    nameVolunteers: async (input) => (await engine).liaison.nameVolunteers(input),
    invite: async (input) => (await engine).liaison.invite(input),
    decideSwap: async (input) => (await engine).liaison.decideSwap(input),
    replaceVolunteer: async (input) => (await engine).liaison.replaceVolunteer(input),
    markAbsent: async (input) => (await engine).liaison.markAbsent(input),
    gridAt: async (input) => {
      const [{ gridAt }, parts] = await Promise.all([import('./grid-at.ts'), engine])
      return gridAt(input, parts)
    },
    reportDraft: {
      read: async () => readDraft(await engine),
      keep: async (draft) => keepDraft(draft, await engine),
      forget: async () => forgetDraft(await engine),
    },
    outbox: createClientOutbox(engine, endpoint),
    live: { subscribe: live.subscribe },
    diagnose: async () => {
      const [{ diagnose }, parts] = await Promise.all([import('./diagnose.ts'), engine])
      return diagnose(endpoint, { ...parts, isLive: live.is })
    },
    signOut: async (how = {}) => signOut(how, await engine),
    close: () => void engine.then(({ close }) => close()).catch(() => {}),
  }
}

async function startEngine(
  endpoint: string,
  options: ClientOptions,
  { clock, onLive }: { clock: ServerClock; onLive: (live: boolean) => void },
) {
  const { siteKey, now = Date.now } = options
  const scope = scopeOf(endpoint, siteKey, options.token)
  const [stores, page, turns, line] = await Promise.all([
    options.stores ?? openStores(scope, now),
    import('../adapters/page.ts'),
    import('../adapters/locks.ts'),
    options.transport ?? openTransport(endpoint, siteKey),
  ])
  // What lives in this page's memory is nobody else's business.
  const isShared = stores.kind !== 'memory'
  const {
    locks = isShared ? turns.createLocks(scope) : turns.createLocalLocks(),
    channel = isShared ? page.createChannel(scope) : page.createLocalChannel(),
    wakeups = page.createWakeups(),
    random = strongRandom,
  } = options.platform ?? {}

  const { transport, tokens } = await withTokens(clock.watch(line), { ...options, wakeups, now, random })
  const whose = tokens ? { tokens } : {}
  const parts = { transport, locks, channel, wakeups, now, random }
  const cache = createCache({ ...parts, store: stores.cache })
  const expire = (match: (key: string) => boolean) => void cache.expire(match).catch(() => {})
  const outbox = createOutbox({
    ...parts,
    stores,
    answers: async (entry, body) => answerRecords(entry, body, { cache, now: now() }),
    onSettled: (entry, body) => expire(outdatedBy(entry, body)),
    onRefused: (entry) => expire(outdatedBy(entry, undefined)),
    personHere: () => (tokens ? tokens.identity().personKey : null),
    prove: options.prove,
  })
  const personHere = () => tokens?.identity().personKey
  const changes = createChanges({ ...parts, cache, meta: stores.meta, personHere, onLive })
  const context: Context = {
    cache,
    outbox,
    transport,
    ...whose,
    isDurable: () => stores.kind !== 'memory',
    now: clock.now,
    createId: () => createUlid(clock.now(), random),
  }
  const person = followPerson({ cache, outbox, stores, channel, ...whose })
  const stopPurging = purgeDaily(stores, wakeups)
  // Whether unsent work is kept is shown beside it.
  const unhear = stores.onTrouble?.(() => channel.post({ type: 'outbox' }))
  const unfollow = followSignOut({ cache, outbox, stores, channel, ...whose })

  function close() {
    unfollow()
    stopPurging()
    unhear?.()
    person.close()
    tokens?.close()
    changes.close()
    outbox.close()
    cache.close()
    channel.close()
    stores.close()
  }

  const withdraw = createWithdrawals(context)
  const erasures = createErasures(context, { cache, outbox, stores, channel, ...whose })
  const shiftCancels = createShiftCancels(context)
  const quotaPlanning = createQuotaPlanning(context)
  return {
    ...context,
    ...createCertificates(context),
    withdraw,
    erasures,
    ...shiftCancels,
    ...quotaPlanning,
    liaison: createLiaison(context),
    plans: createRosterPlans(context, wakeups),
    clock,
    wakeups,
    device: now,
    hasSiteKey: siteKey !== undefined,
    person,
    channel,
    changes,
    stores,
    close,
  }
}

/** IndexedDB, or memory where a browser has none to give: a private window, blocked storage, a broken database. */
async function openStores(name: string, now: () => number): Promise<Stores> {
  try {
    const { openDeviceStores } = await import('../adapters/device-stores.ts')
    return await openDeviceStores({ name, now })
  } catch (error) {
    const { createMemoryStores } = await import('../adapters/memory-stores.ts')
    return createMemoryStores({ reason: error instanceof Error ? error.message : String(error) })
  }
}

/** Forgets what has expired, now and each day. */
function purgeDaily({ purge }: Stores, wakeups: Wakeups): () => void {
  if (!purge) return () => {}
  let cancel = () => {}
  const run = () => {
    // What could not be taken out now is not shown either, and tried again tomorrow.
    void purge().catch(() => {})
    cancel = wakeups.after(DAY_MS, run)
  }
  run()
  return () => cancel()
}

async function openTransport(endpoint: string, siteKey: string | undefined): Promise<Transport> {
  const { createFetchTransport } = await import('../adapters/fetch-transport.ts')
  return createFetchTransport({ endpoint, ...(siteKey === undefined ? {} : { siteKey }) })
}

/** The line under the person's token, where there is one. */
async function withTokens(
  line: Transport,
  {
    token,
    siteKey,
    ...parts
  }: Pick<ClientOptions, 'token' | 'siteKey'> & { now: () => number; random: () => number; wakeups: Wakeups },
): Promise<{ transport: Transport; tokens?: TokenSource }> {
  if (token === undefined) return { transport: line }
  const [{ createTokenSource }, { createAuthorisedTransport }] = await Promise.all([
    import('../adapters/token-source.ts'),
    import('../adapters/authorised-transport.ts'),
  ])
  const whoIs = async ({ text }: Token) => askWho(line, text, parts.now)
  const tokens = createTokenSource({ token, whoIs, ...parts })
  return { transport: createAuthorisedTransport({ transport: line, tokens, hasSiteKey: siteKey !== undefined }), tokens }
}

function parseEndpoint(endpoint: string): string {
  try {
    const url = new URL(endpoint, globalThis.document?.baseURI)
    if (url.protocol === 'http:' || url.protocol === 'https:') return `${url.origin}${url.pathname.replace(/\/+$/, '')}`
  } catch {
    // Said below.
  }
  throw new SdkError('bad-argument', `Expected an http(s) address as endpoint, got "${endpoint}"`)
}

/** What a site key keeps over its rotations: `wk_efa1f375_…` to `wk_efa1f375_`. */
const AUDIENCE = /^wk_[a-z0-9]+_/

/**
 * Two audiences never share a database, nor do two tokens; no secret is to be read out of its name. A new key of the
 * same audience finds what the old one has left unsent.
 */
function scopeOf(endpoint: string, siteKey: string | undefined, token: ClientOptions['token']): string {
  const key = siteKey && (AUDIENCE.exec(siteKey)?.[0] ?? siteKey)
  const audience = key ?? (typeof token === 'string' ? `token-${fingerprint(token)}` : token ? 'token' : 'nobody')
  return `wangge:${endpoint}:${audience}`
}

/** FNV-1a, 32 bits. */
function fingerprint(text: string): string {
  let hash = 0x811c9dc5
  for (const char of text) hash = Math.imul(hash ^ (char.codePointAt(0) as number), 0x01000193)
  return (hash >>> 0).toString(16).padStart(8, '0')
}

const DAY_MS = 86_400_000

const strongRandom = () => (crypto.getRandomValues(new Uint32Array(1))[0] as number) / 2 ** 32
