import assert from 'node:assert/strict'
import { test } from 'node:test'
import { appointmentSchema, gridRecordSchema } from '@wangge/core/grid/schema'
import { awaitsPublication, published } from '@wangge/core/issue'
import { categorySchema, issuePolicySchema, issueSchema } from '@wangge/core/issue/schema'
import { reviseQuotaPlan } from '@wangge/core/roster'
import { postKindSchema, quotaPlanViewSchema, signUpPolicySchema, weekTemplateSchema } from '@wangge/core/roster/schema'
import { idSchema, instantSchema, localizedSchema, ulidSchema } from '@wangge/core/schema'
import { FILES, readRecords } from './read-data.ts'

interface Schema {
  safeParse(value: unknown): { success: boolean; error?: { issues: unknown[] } }
}

const SCHEMAS = {
  grids: gridRecordSchema,
  appointments: appointmentSchema,
  categories: categorySchema,
  issues: issueSchema,
  'week-templates': weekTemplateSchema,
}

for (const [name, schema] of Object.entries(SCHEMAS) as [keyof typeof SCHEMAS, Schema][]) {
  test(`every record of ${name}.json is as the core's schema says`, () => {
    for (const record of readRecords(name)) {
      const parsed = schema.safeParse(record)
      assert.ok(parsed.success, `${record.id}: ${JSON.stringify(parsed.error?.issues)}`)
    }
  })
}

test('the plan of what organisations owe is as the core says, from its first day on', () => {
  const [record, ...others] = readRecords('quota-plans')
  assert.deepEqual(others, [])
  const { version, plan, at: updatedAt } = record!
  assert.ok(quotaPlanViewSchema.safeParse({ version, plan, updatedAt }).success)
  const kept = reviseQuotaPlan(undefined, plan, { today: plan.steps[0]!.from })
  assert.ok(kept.ok, JSON.stringify(kept))
})

test('how the district works on its issues is as the core says, for categories and organisations that there are', () => {
  const [district] = readRecords('district')
  const policy = issuePolicySchema.parse(district!.issuePolicy)
  const categories = new Set<string>(readRecords('categories').map(({ id }) => id))
  const organisations = new Set<string>(readRecords('organisations').map(({ id }) => id))
  for (const { categoryId, to } of policy.routing) {
    assert.ok(categoryId === undefined || categories.has(categoryId), categoryId)
    assert.ok(to.orgId === undefined || organisations.has(to.orgId), to.orgId)
  }
})

test('every id is an id, and used once in its file', () => {
  for (const name of FILES) {
    const ids = readRecords(name).flatMap((record) => ('id' in record ? [record.id] : []))
    for (const id of ids) assert.ok(idSchema.safeParse(id).success, id)
    assert.equal(new Set(ids).size, ids.length, name)
  }
})

test('issues carry ULIDs of the moment they were made', () => {
  const alphabet = '0123456789ABCDEFGHJKMNPQRSTVWXYZ'
  for (const { id, createdAt } of readRecords('issues')) {
    assert.ok(ulidSchema.safeParse(id).success, id)
    const time = Array.from(id.slice(0, 10)).reduce((sum, letter) => sum * 32 + alphabet.indexOf(letter), 0)
    assert.equal(time, Date.parse(createdAt))
  }
})

test('what is reported is published once somebody has looked at it, by the statement that says so, and some waits', () => {
  const [district] = readRecords('district')
  const { publication } = issuePolicySchema.parse(district!.issuePolicy)
  assert.deepEqual(publication, { moderation: 'all', consentVersion: district!.consent['issue-report'].version })
  const waiting = readRecords('issues').filter(awaitsPublication)
  assert.ok(waiting.length > 20, `${waiting.length}`)
  for (const issue of waiting) assert.deepEqual(published(issue), { photos: [] })
})

test('every name is in both languages, every instant has its offset', () => {
  const visit = (value: unknown, key: string, file: string): void => {
    // Times of day, which the core's schema looks at, are no instants.
    if (key === 'hours') return
    if (Array.isArray(value)) return value.forEach((item) => visit(item, key, file))
    if (key === 'name' || key === 'label' || key === 'address')
      assert.ok(localizedSchema.safeParse(value).success, `${file}: ${JSON.stringify(value)}`)
    const isApart = file === 'issues' || file === 'quota-plans' || file === 'week-templates'
    if (typeof value === 'string' && ['from', 'to', 'at', 'startsAt', 'endsAt', 'validFrom'].includes(key) && !isApart) {
      assert.ok(instantSchema.safeParse(value).success, `${file}: ${value}`)
    }
    if (typeof value === 'object' && value !== null && key !== 'geometry')
      for (const [k, item] of Object.entries(value)) visit(item, k, file)
  }
  for (const name of FILES) for (const record of readRecords(name)) visit(record, '', name)
})

test('posts and the kinds of things are of the kinds that the contract names', () => {
  const values = {
    posts: new Set(postKindSchema.options as readonly string[]),
    teams: new Set(['taskForce', 'vanguard', 'service']),
    groups: new Set(['hierarchy', 'resident']),
    registrations: new Set(['dual', 'in-service', 'volunteer']),
    organisations: new Set(['workCommittee', 'composite', 'twoNew', 'courtyard', 'agency', 'other']),
  }
  for (const [name, kinds] of Object.entries(values)) {
    for (const { kind } of readRecords(name as keyof typeof values)) assert.ok(kinds.has(kind), `${name}: ${kind}`)
  }
})

test('the district says what its three consents are for', () => {
  const [district] = readRecords('district')
  for (const purpose of ['issue-report', 'volunteer-duty', 'party-status'] as const) {
    const { version, zh, en, retentionDays } = district!.consent[purpose]
    assert.ok(version >= 1 && retentionDays > 0 && zh.length > 20 && en.length > 40)
  }
  assert.equal(district!.consent['party-status'].separate, true)
  assert.ok(signUpPolicySchema.safeParse(district!.signUpPolicy).success)
})

test('the categories have two levels, seven areas, and attributes of every Open311 data type', () => {
  const categories = readRecords('categories')
  const areas = categories.filter(({ parentId }) => parentId === undefined)
  assert.deepEqual(
    areas.map(({ name }) => name.zh),
    ['街面秩序', '环境卫生', '公共设施', '小区院落', '交通秩序', '消防安全', '民生诉求'],
  )
  for (const { id } of areas) {
    const leaves = categories.filter(({ parentId }) => parentId === id)
    assert.ok(leaves.length >= 4 && leaves.length <= 6, id)
  }
  const attributes = categories.flatMap((category) => category.attributes)
  assert.deepEqual(
    new Set(attributes.map(({ datatype }) => datatype)),
    new Set(['string', 'number', 'datetime', 'text', 'singlevaluelist', 'multivaluelist']),
  )
  for (const { code, datatype, values } of attributes) assert.equal(datatype.endsWith('list'), values !== undefined, code)
})
