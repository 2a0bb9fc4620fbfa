import assert from 'node:assert/strict'
import { after, before, it } from 'node:test'
import { sql } from 'kysely'
import type { AppOptions, Client } from '../../src/app.ts'
import { createContext } from '../../src/context.ts'
import type { Context } from '../../src/context.ts'
import { openDatabase } from '../../src/storage/database.ts'
import type { Database } from '../../src/storage/database.ts'
import { twoCommunities } from '../access/two-communities.ts'
import { assertProblem, openDistrict } from '../harness.ts'
import type { Answered, Caller, District } from '../harness.ts'
import { OIDC } from '../oidc-issuer.ts'

export interface Ask {
  /** @defaultValue POST with a body, else GET */
  method?: string
  path: string
  as?: Caller
  /** JSON where it is an object; its `id` becomes the Idempotency-Key. */
  body?: unknown
  headers?: Record<string, string | undefined>
  /** Where the request comes from, as the socket says. */
  address?: string
}

/** Where a kind of attack takes place: a district of its own, and the web as far as the server asks it. */
export interface Arena {
  readonly district: District
  readonly context: Context
  /** Addresses that the server may ask, and what they answer. */
  readonly web: Map<string, (request: Request) => Response | Promise<Response>>
  /** Addresses that the server did ask. */
  readonly asked: string[]
  ask(request: Ask): Promise<Answered>
  /** The request is answered with this problem, of any code where none is given, and leaves nothing behind. */
  refuses(status: number, code: string | undefined, request: Ask | (() => Promise<Answered>)): Promise<Answered>
  /** Whatever it answers, it leaves nothing behind. */
  untouched<T>(run: () => Promise<T>): Promise<T>
}

const titles: string[] = []
export const attackTitles = (): readonly string[] => titles

/** One attack, named by what is tried. */
export function attack(title: string, run: () => Promise<void>): void {
  titles.push(title)
  it(title, run)
}

/** Opens a district before the tests of a suite and closes it after them. */
export function useArena(options: Partial<AppOptions> = {}): Arena {
  let district: District | undefined
  const web: Arena['web'] = new Map()
  const asked: string[] = []
  const fetch: typeof globalThis.fetch = async (input, init) => {
    const request = new Request(input, init)
    asked.push(request.url)
    const answer = web.get(request.url) ?? web.get(request.url.split('?')[0]!)
    if (answer) return answer(request)
    if (district && request.url.startsWith(OIDC.issuer)) return district.idp.fetch(input, init)
    throw new TypeError('fetch failed')
  }
  before(async () => {
    district = await openDistrict(await openDatabase(), { fetch, ...options }, twoCommunities())
  })
  after(async () => {
    district?.app.close()
    await district?.database.close()
    assert.deepEqual(district?.failures, [])
  })
  return arenaOf(() => district!, { web, asked, fetch })
}

function arenaOf(
  districtNow: () => District,
  { web, asked, fetch }: Pick<Arena, 'web' | 'asked'> & { fetch: typeof globalThis.fetch },
): Arena {
  const ask: Arena['ask'] = (request) => askApp(districtNow(), request)
  const untouched: Arena['untouched'] = async (run) => {
    const before = await snapshot(districtNow().database)
    const result = await run()
    assert.deepEqual(await snapshot(districtNow().database), before, 'the refused request left something behind')
    return result
  }
  return {
    get district() {
      return districtNow()
    },
    get context() {
      const { database, keyring, clock } = districtNow()
      return createContext({ database, keyring, clock: () => clock.now, fetch })
    },
    web,
    asked,
    ask,
    untouched,
    async refuses(status, code, request) {
      const answer = await untouched(() => (typeof request === 'function' ? request() : ask(request)))
      assertProblem(answer, status, code)
      assert.doesNotMatch(JSON.stringify(answer.body), /\bat .*\.ts:|select |insert into|node_modules/i)
      return answer
    },
  }
}

/** Asks the app itself, without a socket. */
export async function askApp({ app, headersOf }: District, { path, as = 'nobody', body, ...request }: Ask): Promise<Answered> {
  const { method = body === undefined ? 'GET' : 'POST', headers = {}, address } = request
  const raw = body instanceof Uint8Array || typeof body === 'string' || body instanceof ReadableStream
  const id = raw ? undefined : (body as { id?: unknown } | undefined)?.id
  const all = {
    ...headersOf(as),
    ...(body !== undefined && !raw && { 'content-type': 'application/json' }),
    ...(typeof id === 'string' && { 'idempotency-key': id }),
    ...headers,
  }
  const init = {
    method,
    headers: Object.entries(all).filter((pair): pair is [string, string] => pair[1] !== undefined),
    ...(body !== undefined && { body: (raw ? body : JSON.stringify(body)) as BodyInit, duplex: 'half' as const }),
  }
  const client: Client = address === undefined ? {} : { address }
  return answered(await app.fetch(new Request(`http://district.test${path}`, init), client))
}

export async function answered(response: Response): Promise<Answered> {
  const { status, headers } = response
  const text = await response.text()
  const isJson = /json/.test(headers.get('content-type') ?? '')
  return { status, headers, body: isJson && text !== '' ? JSON.parse(text) : text }
}

/** What is counted, or kept of when a session was last used, is no trace of what was refused. */
const VOLATILE = new Set(['rate_limits'])

type Snapshot = Record<string, string>
const last = new WeakMap<Database['db'], { at: string; state: Snapshot }>()

/** Number and digest of the rows of each table. */
export async function snapshot({ db }: Database): Promise<Snapshot> {
  // A transaction gets a number when it first writes: where none was given since, there is nothing to look for.
  const { rows } = await sql<{ at: string }>`select pg_snapshot_xmax(pg_current_snapshot())::text as at`.execute(db)
  const { at } = rows[0]!
  const kept = last.get(db)
  if (kept?.at === at) return kept.state
  const state = await digests(db)
  last.set(db, { at, state })
  return state
}

async function digests(db: Database['db']): Promise<Snapshot> {
  const tables = await tablesOf(db)
  const each = tables.map(
    (table) => sql`select ${table}::text as name, count(*)::text || ' ' ||
      md5(coalesce(string_agg(md5((to_jsonb(one) - 'seen_at')::text), '' order by md5((to_jsonb(one) - 'seen_at')::text)), '')) as state
      from ${sql.table(table)} one`,
  )
  const { rows } = await sql<{ name: string; state: string }>`${sql.join(each, sql` union all `)}`.execute(db)
  return Object.fromEntries(rows.map(({ name, state }) => [name, state]))
}

const known = new WeakMap<Database['db'], string[]>()

async function tablesOf(db: Database['db']): Promise<string[]> {
  const found = known.get(db)
  if (found) return found
  const { rows } = await sql<{ name: string }>`select table_name as name from information_schema.tables
    where table_schema = current_schema() and table_type = 'BASE TABLE' order by 1`.execute(db)
  const names = rows.map(({ name }) => name).filter((name) => !name.startsWith('kysely') && !VOLATILE.has(name))
  known.set(db, names)
  return names
}
