import type { MadeShifts } from '@wangge/core/roster/schema'
import { createApp } from '../app.ts'
import type { FailedRequest } from '../app.ts'
import type { HumanPolicy } from '../humans/verify-human.ts'
import { listen } from '../listen.ts'
import { line, loggable } from '../loggable.ts'
import { missingStatements } from '../missing-statements.ts'
import { openDatabase } from '../storage/database.ts'
import type { Database } from '../storage/database.ts'
import { UntoldIssuesError } from '../storage/escalate-issues.ts'
import { loadDistrict } from '../storage/load-reference.ts'
import { migrate } from '../storage/migrate.ts'
import { DATA_OPTIONS, readArguments, wholeNumber } from './arguments.ts'
import { daily } from './daily.ts'
import { lockDataDir } from './data-lock.ts'
import { keptShifts } from './kept-shifts.ts'
import { repeatedly } from './repeatedly.ts'
import { missingStatementsText } from './missing-statements-text.ts'
import { oidcOptions } from './oidc-options.ts'
import { openKeyring } from './open-keyring.ts'
import { photoStoreOf } from './photo-store-of.ts'
import { UsageError } from './usage-error.ts'
import { heldBy } from './with-database.ts'

/**
 * `wangge serve [--port 4310] [--host 127.0.0.1] [--trust-proxy N] [--public-url URL] [--proof over-rate|always|never] [--data .wangge/data]`. Secrets come from
 * the environment or from files: a command line is read by everybody on the machine.
 */
export async function serve(args: string[]): Promise<void> {
  refuseSecrets(args)
  const values = readArguments(args, {
    ...DATA_OPTIONS,
    port: { type: 'string', default: '4310' },
    host: { type: 'string', default: '127.0.0.1' },
    'trust-proxy': { type: 'string', default: '0' },
    'public-url': { type: 'string' },
    proof: { type: 'string', default: 'over-rate' },
  })
  const { data, district, host } = values
  const port = wholeNumber('--port', values.port, 0, 65_535)
  const trustedProxies = wholeNumber('--trust-proxy', values['trust-proxy'], 0, 10)
  const publicUrl = expectPublicUrl(values['public-url'] ?? (process.env.WANGGE_PUBLIC_URL || undefined))
  const humans = humanPolicy(values.proof)
  const databaseUrl = process.env.DATABASE_URL
  const locked = databaseUrl ? undefined : lockDataDir(data)
  if (locked && !locked.ok) throw new UsageError(heldBy(data, locked.holder))
  const lock = locked?.lock
  try {
    const database = await openDatabase(databaseUrl ? { databaseUrl, onError: tellOfDatabase } : { dataDir: data })
    try {
      await migrate(database)
      const keyring = await openKeyring(database, { data, district })
      const oidc = await oidcOptions(process.env)
      const adminSecret = lock?.holder.secret
      const privateTargets = (process.env.WANGGE_NOTICE_HOSTS ?? '').split(',').flatMap((host) => host.trim() || [])
      const photoStore = await photoStoreOf(process.env)
      const told = { onError: tell, onPlanError: tellOfPlan }
      const beside = { oidc, privateTargets, photoStore, humans }
      const app = createApp({ database, keyring, districtId: district, adminSecret, publicUrl, ...beside, ...told })
      const { url, close } = await listen(app, { port, host, trustedProxies }).catch((error: NodeJS.ErrnoException) => {
        throw error.code === 'EADDRINUSE' ? new UsageError(`Port ${port} of ${host} is taken; name another with --port`) : error
      })
      lock?.announce(reachable(url))
      console.log(`Wangge serves district ${district} at ${reachable(url)}`)
      await tellOfStatements(database, district)
      void app.warm()
      const stopRetention = daily(app.retain, tellOfRetention)
      const stopShifts = daily(() => app.makeShifts().then(tellOfKept), tellOfShifts)
      const stopRolls = daily(app.keepRolls, tellOfRolls)
      const stopRoster = repeatedly(app.stepRoster, { everyMs: 20_000, onError: tellOfRoster })
      // What was due while the server was down is written down before anybody works on.
      const stopEscalation = repeatedly(app.escalateIssues, { everyMs: 30_000, onError: tellOfEscalation, atOnce: true })
      const stopCounting = repeatedly(app.reckonFacts, { everyMs: 60_000, onError: tellOfCounting, atOnce: true })
      const stopNotices = repeatedly(app.sendNotices, { everyMs: 3_000, onError: tellOfNotices })
      const stopClearing = repeatedly(app.clearPhotos, { everyMs: 60_000, onError: tellOfPhotos, atOnce: true })
      // What was begun when the server ended is begun again at once.
      const stopPlanning = repeatedly(app.makePlans, { everyMs: 5_000, onError: tellOfPlan, atOnce: true })
      await stopRequest()
      stopRetention()
      stopShifts()
      stopRolls()
      const ended = [stopRoster(), stopEscalation(), stopCounting(), stopPlanning(), stopNotices(), stopClearing()]
      await app.stopPlans()
      app.close()
      await Promise.all(ended)
      await close()
    } finally {
      await database.close()
    }
  } finally {
    lock?.release()
  }
}

/** Whoever listens everywhere is asked here. */
const reachable = (url: string): string => url.replace('//0.0.0.0:', '//127.0.0.1:').replace('//[::]:', '//[::1]:')

const SECRET = /^--?[a-z-]*(secret|password|passwd|token|credential|private|database-url|hash-key|field-key)/i

/** @throws UsageError naming the option, never its value */
function refuseSecrets(args: readonly string[]): void {
  const given = args.find((arg) => SECRET.test(arg) || /^postgres(ql)?:\/\//.test(arg))
  if (given === undefined) return
  const name = given.startsWith('-') ? given.split('=')[0] : 'the address of a database'
  throw new UsageError(`Secrets come from the environment or from files, not from the command line: got ${name}`)
}

/** @throws UsageError */
function expectPublicUrl(text: string | undefined): string | undefined {
  if (text === undefined || (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol))) return text
  throw new UsageError('--public-url: expected an address such as https://wangge.example.com')
}

/** @throws UsageError */
function humanPolicy(when: string): HumanPolicy | undefined {
  if (when === 'never') return undefined
  if (when === 'always' || when === 'over-rate') return { when }
  throw new UsageError(`--proof: expected never, over-rate or always, got ${when}`)
}

const tell = (error: unknown, { id, method, route }: FailedRequest): void =>
  console.error(`${id} ${line(method)} ${route} failed: ${loggable(error)}`)

/** A district that grids were imported into has everything but the words that people agree to. */
async function tellOfStatements({ db }: Database, districtId: string): Promise<void> {
  const known = await loadDistrict(db, districtId)
  const missing = known && missingStatementsText(missingStatements(known))
  if (missing !== undefined) console.error(missing)
}

const tellOfRetention = (error: unknown): void =>
  console.error(`What has been kept for its time was not all deleted: ${loggable(error)}`)

function tellOfKept({ kept }: MadeShifts): void {
  const near = keptShifts(kept)
  if (near !== undefined) console.error(near)
}

const tellOfShifts = (error: unknown): void => console.error(`The shifts of the coming weeks were not made: ${loggable(error)}`)

const tellOfRolls = (error: unknown): void =>
  console.error(`How many members organisations have was not taken down: ${loggable(error)}`)

const tellOfRoster = (error: unknown): void => console.error(`What was due in the roster was not all done: ${loggable(error)}`)

const tellOfCounting = (error: unknown): void => console.error(`What rates are counted from is not all ready: ${loggable(error)}`)

/** So many issues are named at once; the same fail again in the next run. */
const MOST_NAMED = 10

function tellOfEscalation(error: unknown): void {
  console.error(`Not all overdue issues were told: ${loggable(error)}`)
  if (!(error instanceof UntoldIssuesError)) return
  for (const { issueId, error: cause } of error.failures.slice(0, MOST_NAMED))
    console.error(`The issue ${line(issueId)} was not told: ${loggable(cause)}`)
}

const tellOfNotices = (error: unknown): void => console.error(`Notices were not all sent: ${loggable(error)}`)
const tellOfPhotos = (error: unknown): void => console.error(`Not all pictures of erased photos are deleted: ${loggable(error)}`)

const tellOfPlan = (error: unknown): void => console.error(`A plan of the rotation was not made: ${loggable(error)}`)

const tellOfDatabase = (error: unknown): void => console.error(`A connection to the database broke: ${loggable(error)}`)

const stopRequest = (): Promise<void> =>
  new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve())
  })
