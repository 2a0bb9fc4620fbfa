// Every column and every text of the API is classified; the document says what the code says.
import assert from 'node:assert/strict'
import { readFile } from 'node:fs/promises'
import { it } from 'node:test'
import { sql } from 'kysely'
import * as z from 'zod/mini'
import type { Operation } from '../src/operation.ts'
import { OPERATIONS } from '../src/operations.ts'
import { dataMap, dataMapText } from '../src/privacy/data-map.ts'
import { DATA_MAP } from '../src/privacy/data-map-tables.ts'
import { SEALED_COLUMNS } from '../src/privacy/reseal.ts'
import { openDatabase } from '../src/storage/database.ts'
import { migrate } from '../src/storage/migrate.ts'

it('classifies every column of every table, and no other', async () => {
  const database = await openDatabase()
  await migrate(database)
  const { rows } = await sql<{ name: string }>`
    select table_name || '.' || column_name as name from information_schema.columns
    where table_schema = 'public' and table_name not like 'kysely%'`.execute(database.db)
  await database.close()
  const known = Object.entries(DATA_MAP).flatMap(([table, { columns }]) =>
    Object.keys(columns).map((column) => `${table}.${column}`),
  )
  assert.deepEqual(known.sort(), rows.map(({ name }) => name).sort())
})

it('says of every personal column why it is kept and how long', () => {
  const { fields } = dataMap(OPERATIONS)
  assert.ok(fields.length > 40)
  for (const { purpose, basis, retention } of fields) {
    for (const text of [purpose, basis, retention]) assert.ok(text.zh.length > 0 && text.en.length > 0)
  }
})

it('knows each sealed column as personal, or as a secret that is nobody’s', () => {
  const sealed = Object.entries(DATA_MAP).flatMap(([table, { columns }]) =>
    Object.keys(columns).flatMap((column) => (column.endsWith('_sealed') ? [`${table}.${column}`] : [])),
  )
  assert.deepEqual(sealed.sort(), SEALED_COLUMNS.map(({ table, column }) => `${table}.${column}`).sort())
})

/** Texts that say nothing of a person, by the end of their path. */
const NOT_PERSONAL = new Set(
  (
    'zh en code value pinyin placeClass placeClasses[] clause crs purpose url title detail instance message table column field seenBy[] basis ' +
    'retention erased binding[] version status type key origins[] audience calls[] cursor next token kid reason codes[] action ' +
    'source timeZone at id orgId verifyUrl createdAt expiresAt revokedAt commitment hash salt issuer jwksUrl secret digest format storageKey origin redirect_uri state codeVerifier code_challenge ' +
    'host lastError schemeTag schemeTags[] page keys[]'
  ).split(' '),
)

interface Schema {
  type?: string
  properties?: Record<string, Schema>
  items?: Schema
  prefixItems?: Schema[]
  anyOf?: Schema[]
  oneOf?: Schema[]
  allOf?: Schema[]
  additionalProperties?: Schema | boolean
  'x-wangge-personal'?: string
  [key: string]: unknown
}

/** Whatever its form, a text under such a name is somebody's. */
const PERSONAL_NAMES = new Set(['personId', 'phone', 'staffNumber', 'guardian', 'partyStatus', 'personKey'])

/** Texts without a fixed form or set of values that carry no mark. */
function unmarked(schema: Schema, path: string): string[] {
  if (schema['x-wangge-personal'] !== undefined) return []
  const parts = [
    ...Object.entries(schema.properties ?? {}).map(([name, part]) => [part, `${path}.${name}`] as const),
    ...(schema.items ? [[schema.items, `${path}[]`] as const] : []),
    ...[...(schema.anyOf ?? []), ...(schema.oneOf ?? []), ...(schema.allOf ?? [])].map((part) => [part, path] as const),
    ...(typeof schema.additionalProperties === 'object' ? [[schema.additionalProperties, `${path}{}`] as const] : []),
  ]
  const isFree = schema.type === 'string' && !['enum', 'const', 'format', 'pattern'].some((form) => form in schema)
  const isNamed = PERSONAL_NAMES.has(path.slice(path.lastIndexOf('.') + 1)) && schema.type === 'string'
  return [...(isFree || isNamed ? [path] : []), ...parts.flatMap(([part, at]) => unmarked(part, at))]
}

/** The same, where elsewhere a text of that name is somebody's: what Open311 tells of services, and the district's own words. */
const NOT_PERSONAL_AT = new Set(
  (
    'discoverOpen311.contact discoverOpen311.key_service listOpen311Services[].service_name listOpen311Services[].description ' +
    'listOpen311Services[].keywords listOpen311Services[].group getOpen311Service.attributes[].datatype_description ' +
    'getOpen311Service.attributes[].description getOpen311Service.attributes[].values[].key ' +
    'getOpen311Service.attributes[].values[].name listOpen311Requests[].status_notes listOpen311Requests[].service_name ' +
    'listOpen311Requests[].agency_responsible listOpen311Requests[].address getOpen311Request[].status_notes ' +
    'getOpen311Request[].service_name getOpen311Request[].agency_responsible getOpen311Request[].address'
  ).split(' '),
)

it('marks every free text of every request and answer, or knows it as nobody’s', () => {
  const found = (OPERATIONS as unknown as Operation<unknown, unknown>[]).flatMap(({ id, json, form, answers }) => {
    const schemas = [
      ...(json ? [json.schema as z.ZodMiniType] : []),
      ...(form ? [form.schema as z.ZodMiniType] : []),
      ...Object.values(answers).flatMap(({ schema }) => schema ?? []),
    ]
    return schemas.flatMap((schema) =>
      unmarked(z.toJSONSchema(schema, { io: 'output', unrepresentable: 'any' }) as Schema, id).filter(
        (path) => !NOT_PERSONAL.has(path.slice(path.lastIndexOf('.') + 1)) && !NOT_PERSONAL_AT.has(path),
      ),
    )
  })
  assert.deepEqual([...new Set(found)], [])
})

it('is what the document in the package says', async () => {
  const text = await readFile(new URL('../DATA-MAP.md', import.meta.url), 'utf8')
  assert.equal(text, dataMapText(dataMap(OPERATIONS)), 'Make it anew: npm run wangge -- data-map > packages/server/DATA-MAP.md')
})
