import assert from 'node:assert/strict'
import { after, before, describe, it } from 'node:test'
import { sql } from 'kysely'
import { DATA_MAP } from '../../src/privacy/data-map-tables.ts'
import { sealStaffNumber } from '../../src/privacy/sealed-fields.ts'
import { around, dump } from '../dump.ts'
import { nextUlid } from '../harness.ts'
import type { District } from '../harness.ts'

interface Column {
  name: string
  type: string
}

/** What a column of a type may hold where nobody cares. */
const ANY: Record<string, unknown> = {
  text: 'x',
  integer: 1,
  bigint: 1,
  'double precision': 1,
  boolean: false,
  jsonb: '{}',
  bytea: Buffer.from('x'),
  'timestamp with time zone': '2026-03-02T00:00:00Z',
}

/** What only some tables take. */
const OWN: Record<string, Record<string, unknown>> = {
  role_appointments: { role: 'auditor', grid_id: 'root' },
  staff_tokens: { role: 'auditor', grid_id: 'root' },
  appointments: { role: 'volunteer', grid_id: 'micro-2' },
  sign_ups: { state: 'seated' },
  corrections: { in_at: '2026-03-02T00:00:00Z', out_at: '2026-03-02T00:00:00Z' },
  certificates: { lines: '[]', superseded_at: '2026-03-02T00:00:00Z' },
  issues: { state: 'reported', photos: '[]', grid_path: ['root'] },
}

/** Written by the server itself as it goes: entering somebody leaves them there; a fingerprint is a keyed hash of more than an id. */
const WRITTEN = new Set(['people.id', 'audit_entries.actor', 'audit_entries.subject', 'idempotency.fingerprint'])

/** The erasure against the data map: a table that is new, and names somebody, is tried without anybody writing a test for it. */
export function erasureColumns(name: string, open: () => Promise<District>): void {
  describe(name, () => {
    let district: District
    before(async () => {
      district = await open()
    })
    after(async () => {
      await district.database.close()
      assert.deepEqual(district.failures, [])
    })

    it('leaves a person in no column that the data map says names one', async () => {
      const { db } = district.database
      const id = nextUlid()
      assert.equal((await district.post('/v1/people', { id, name: '牛小五' }, 'street')).status, 201)
      const filled: string[] = []
      for (const [table, { columns }] of Object.entries(DATA_MAP)) {
        const naming = Object.keys(columns).filter((column) => columns[column]!.kind === 'person')
        for (const column of naming.filter((one) => !WRITTEN.has(`${table}.${one}`))) {
          await fill(district, table, { [column]: id })
          filled.push(`${table}.${column}`)
        }
      }
      const before = await dump(district)
      assert.ok(filled.length >= 16 && before.includes(id), filled.join(', '))
      const erasure = { id: nextUlid(), confirm: true }
      const erased = await district.post(`/v1/people/${id}/erasure`, erasure, 'street')
      assert.equal(erased.status, 200, JSON.stringify(erased.body))
      const left = await dump(district)
      assert.ok(!left.includes(id), `Expected no trace in ${filled.join(', ')}, got ${around(left, id)}`)
      assert.deepEqual((await db.selectFrom('people').select('id').where('id', '=', id).execute()).length, 0)
    })
  })
}

/** A row of the table in which one column names somebody, the others hold anything. */
export async function fill(
  { database: { db }, keyring }: District,
  table: string,
  naming: Record<string, string>,
): Promise<void> {
  const { rows: columns } = await sql<Column>`
    select column_name as name, data_type as type from information_schema.columns
    where table_schema = current_schema() and table_name = ${table} and (
      (is_nullable = 'NO' and column_default is null) or column_name = any(${Object.keys(naming)}::text[]))`.execute(db)
  const { rows: checks } = await sql<{ text: string }>`
    select pg_get_constraintdef(oid) as text from pg_constraint where conrelid = ${table}::regclass and contype = 'c'`.execute(db)
  /** The first of the words that a check lets into a column. */
  const wordFor = (column: string) =>
    checks
      .map(({ text }) => new RegExp(`\\b${column} = ANY \\(ARRAY\\['([^']+)'`).exec(text)?.[1])
      .find((word) => word !== undefined)
  const own: Record<string, unknown> = { ...OWN[table], ...(table === 'employees' && sealed(keyring)) }
  const values = columns.map(({ name, type }) => {
    if (name in naming) return { name, value: namingValue(table, type, naming[name]!) }
    if (name === 'district_id') return { name, value: 'main' }
    if (name in own) return { name, value: own[name] }
    // Keys: no two rows alike.
    if (type === 'text') return { name, value: wordFor(name) ?? `fill-${nextUlid()}` }
    assert.ok(type in ANY || type === 'ARRAY', `Expected to know what ${table}.${name} of type ${type} may hold`)
    return { name, value: type === 'ARRAY' ? [] : ANY[type] }
  })
  for (const [column, value] of Object.entries(own)) {
    if (!values.some(({ name }) => name === column)) values.push({ name: column, value })
  }
  await sql`insert into ${sql.table(table)} (${sql.join(values.map(({ name }) => sql.ref(name)))})
    values (${sql.join(values.map(({ value }) => sql`${value}`))})`.execute(db)
}

const sealed = (keyring: District['keyring']) =>
  ({ ...sealStaffNumber({ districtId: 'main', keyring }, 'org-a', 'F-1'), org_id: 'org-a' }) as Record<string, unknown>

/** Their column says who acted in the audit's way. */
const BY_ACTOR = new Set(['idempotency', 'corrections'])

/** As the table has it: an id, a list of ids, or an actor with one. */
function namingValue(table: string, type: string, id: string): unknown {
  if (BY_ACTOR.has(table)) return `staff:${id}`
  if (type !== 'jsonb') return id
  return table === 'issue_transitions' ? JSON.stringify({ id, role: 'resident' }) : JSON.stringify([id])
}
