import type { PersonData } from '@wangge/core/privacy/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import type { Queries } from '../storage/database.ts'
import { pictureOf } from '../storage/photos.ts'
import type { PictureRow } from '../storage/photos.ts'
import { DATA_MAP } from './data-map-tables.ts'
import type { ColumnEntry } from './data-map-tables.ts'
import { tracesOf } from './person-traces.ts'
import { isReporters } from './reported-photos.ts'
import { SEALED_COLUMNS } from './reseal.ts'

interface Who {
  personId?: string | undefined
  personKey?: string | undefined
}

type Row = Record<string, unknown>

/** Found by more than an id: see below. Credentials are no news to whom they belong to, and dangerous to anybody else. */
const BY_TRACE = new Set([
  'issues',
  'issue_transitions',
  'photos',
  'audit_entries',
  'idempotency',
  'rate_limits',
  'teams',
  'attendances',
  'host_notes',
  'corrections',
  'swaps',
])

/**
 * Everything that is kept of one person, by table; sealed fields opened, hashes and secrets left out, and whoever else a row
 * names.
 */
export async function exportPerson(db: Queries, context: Context, who: Who): Promise<PersonData['records']> {
  const { districtId } = context
  const { personId = '' } = who
  const records: PersonData['records'] = {}
  const traces = await tracesOf(db, context, who)
  const own = new Set([personId, ...Object.values<string[]>({ ...traces }).flat()])
  const keep = (table: string, rows: Row[]) => {
    if (rows.length > 0) records[table] = rows.map((row) => shown(context, table, ownPart(table, row, own)))
  }
  for (const [table, { columns }] of Object.entries(DATA_MAP)) {
    if (BY_TRACE.has(table)) continue
    const names = Object.entries(columns).flatMap(([name, { kind }]) => (kind === 'person' ? [name] : []))
    if (names.length === 0) continue
    const isTheirs = sql.join(
      names.map((name) => sql`${sql.ref(name)} = ${personId}`),
      sql` or `,
    )
    keep(
      table,
      (await sql<Row>`select * from ${sql.table(table)} where district_id = ${districtId} and (${isTheirs})`.execute(db)).rows,
    )
  }
  const rowsOf = async (table: string, where: ReturnType<typeof sql>) =>
    keep(
      table,
      (await sql<Row>`select * from ${sql.table(table)} where district_id = ${districtId} and ${where}`.execute(db)).rows,
    )
  await rowsOf('teams', sql`(leader_id = ${personId} or member_ids ? ${personId})`)
  const signUpIds = sql`any(${traces.signUpIds}::text[])`
  const attended =
    await sql<Row>`select * from attendances where district_id = ${districtId} and sign_up_id = ${signUpIds}`.execute(db)
  keep('attendances', [...attended.rows, ...(await answeredFor(db, { districtId, personId, except: traces.signUpIds }))])
  await rowsOf('host_notes', sql`sign_up_id = ${signUpIds}`)
  await rowsOf('corrections', sql`sign_up_id = ${signUpIds}`)
  await rowsOf(
    'swaps',
    sql`(sign_up_id = ${signUpIds} or given_sign_up_id = ${signUpIds} or ${personId} in (to_person_id, taker_id))`,
  )
  await rowsOf('issues', sql`id = any(${traces.issueIds}::text[])`)
  await rowsOf(
    'issue_transitions',
    sql`(actor->>'id' = any(${traces.staffIds}::text[]) or (issue_id = any(${traces.issueIds}::text[]) and ${isReporters}))`,
  )
  await rowsOf('audit_entries', sql`(actor = any(${traces.actors}::text[]) or subject = any(${traces.subjects}::text[]))`)
  const { rows: photos } = await sql<Row & PictureRow>`
    select sha256, type, size, at, stored_type, stored_size, digest, key, bytes from photos
    where district_id = ${districtId} and sha256 = any(${traces.photos}::text[])`.execute(db)
  keep('photos', await Promise.all(photos.map((row) => withPicture(context, row))))
  return records
}

/**
 * What somebody was in charge of when others came to it, each shift and what was written down of it once: that they answered for it is
 * theirs, who came and when is not.
 */
async function answeredFor(
  db: Queries,
  { districtId, personId, except }: { districtId: string; personId: string; except: readonly string[] },
): Promise<Row[]> {
  const { rows } = await sql<Row>`
    select distinct shifts.starts_at, shifts.id as shift_id, attendances.activity, attendances.in_charge_id from attendances
    join sign_ups on sign_ups.district_id = attendances.district_id and sign_ups.id = attendances.sign_up_id
    join shifts on shifts.district_id = sign_ups.district_id and shifts.id = sign_ups.shift_id
    where attendances.district_id = ${districtId} and attendances.in_charge_id = ${personId}
      and attendances.sign_up_id <> all(${[...except]}::text[])
    order by shifts.starts_at, shifts.id`.execute(db)
  return rows
}

/** The picture instead of where it is kept; none where it is lost. */
async function withPicture(context: Context, row: Row & PictureRow): Promise<Row> {
  const { key: _, bytes: __, ...rest } = row
  const picture = await pictureOf(context, row)
  return { ...rest, base64: picture ? Buffer.from(picture).toString('base64') : null }
}

/**
 * The row without the ids of others. Where it is about somebody else, whom they appointed for instance, nothing personal is
 * left of it: that they did so is theirs, who it was is not.
 */
function ownPart(table: string, row: Row, own: ReadonlySet<string>): Row {
  const columns: Record<string, ColumnEntry> = DATA_MAP[table]!.columns
  const holder = Object.keys(columns).find((name) => isHolder(columns[name]!) && typeof row[name] === 'string')
  const isAboutThem = holder === undefined || own.has(String(row[holder]))
  return Object.fromEntries(
    Object.entries(row).flatMap(([name, value]): [string, unknown][] => {
      const { kind } = columns[name] ?? { kind: 'none' }
      if (kind === 'none' || value === null) return [[name, value]]
      if (kind === 'personal') return isAboutThem ? [[name, value]] : []
      if (Array.isArray(value)) return [[name, value.filter((id) => own.has(String(id)))]]
      return own.has(idIn(value)) ? [[name, value]] : []
    }),
  )
}

/** Whose row it is: with them it goes, or becomes nobody's. */
const isHolder = ({ kind, ...entry }: ColumnEntry): boolean =>
  kind === 'person' && 'erased' in entry && (entry.erased === 'row' || entry.erased === 'tombstone')

/** An id, or that of an actor in the history of an issue. */
const idIn = (value: unknown): string =>
  typeof value === 'object' && value !== null && 'id' in value ? String(value.id) : String(value)

const SECRET = new Set([
  'district_id',
  'sha256',
  'salt',
  'verifier_sealed',
  'nonce',
  'page_state',
  'page_challenge',
  'code_hash',
  'state_hash',
])

function shown({ districtId, keyring }: Context, table: string, row: Row): Row {
  const sealed = SEALED_COLUMNS.filter((one) => one.table === table)
  return Object.fromEntries(
    Object.entries(row).flatMap(([column, value]): [string, unknown][] => {
      if (value === null || column.endsWith('_hash')) return []
      if (SECRET.has(column) && !(table === 'photos' && column === 'sha256')) return []
      const place = sealed.find((one) => one.column === column)
      if (!place || typeof value !== 'string') return [[column, value]]
      const id = String(row[place.id])
      return [[column.replace(/_sealed$/, ''), keyring.open(value, { districtId, table, column, id })]]
    }),
  )
}
