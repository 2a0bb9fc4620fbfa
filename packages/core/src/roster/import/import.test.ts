import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { createGridTree } from '../../grid/index.ts'
import type { GridLevel } from '../../grid/schema.ts'
import {
  checkMemberships,
  indexOrganisations,
  PEOPLE_COLUMNS,
  planOrganisations,
  planPeople,
  readOrganisations,
  readPeople,
} from '../index.ts'
import type { KeyedPerson, KnownPerson, PeoplePlanContext, PersonPlan } from '../index.ts'
import type { ImportedPerson, Organisation } from '../schema.ts'

const grid = (id: string, level: GridLevel, zh: string, parentId?: string) => ({
  ...{ id, level, name: { zh, en: zh }, codes: [{ scheme: 'local' as const, value: `L-${id}` }] },
  ...(parentId !== undefined && { parentId }),
})
const built = createGridTree([
  grid('s', 'subdistrict', '示例街道'),
  grid('c1', 'community', '甲社区', 's'),
  grid('c2', 'community', '乙社区', 's'),
  grid('e1', 'estate', '甲一小区', 'c1'),
  grid('e2', 'estate', '乙一小区', 'c2'),
  grid('m1', 'micro', '1号楼', 'e1'),
  grid('m2', 'micro', '1号楼', 'e2'),
  grid('m3', 'micro', '2号楼', 'e1'),
])
if (!built.ok) throw new Error('expected a tree')
const { tree } = built

const organisation = (id: string, zh: string, gridId: string, kind: Organisation['kind'] = 'courtyard'): Organisation => ({
  ...{ id, kind, name: { zh, en: `Branch ${id}` }, gridId, registered: 5 },
})
const ORGANISATIONS = [organisation('o1', '甲支部', 'e1'), organisation('o2', '乙支部', 'e2')]
const lookup = { tree, organisations: indexOrganisations(ORGANISATIONS) }
const NOW = Date.parse('2026-06-01T00:00:00Z')

const table = (header: string[], ...rows: string[][]) => ({ header, rows: rows.map((cells, at) => ({ row: at + 2, cells })) })

describe('reading a table of people', () => {
  it('understands Chinese headers, the words and dates of clerks, and names instead of ids', () => {
    const { rows, errors } = readPeople(
      table(
        ['姓名', '手机号码', '所属党组织', '转入日期', '政治面貌', '双报到社区', '网格职务', '所在网格', ''],
        ['邓雪莎', '138 0000 0000', '甲支部', '2026年3月2日', '中共党员', '乙社区', '楼栋长', 'L-m2', ''],
        ['高一', '', 'o2', '20260302', '预备党员', '', '', '', ''],
        ['高二', '138 0000 0001', 'o2', '0000-03-02', '', '', '', '', ''],
      ),
      lookup,
    )
    assert.deepEqual(rows, [
      {
        ...{ row: 2, name: '邓雪莎', phone: '138 0000 0000', orgId: 'o1', memberFrom: '2026-03-02', partyStatus: 'full' },
        ...{ communityId: 'c2', role: 'buildingHead', gridId: 'm2' },
      },
    ])
    assert.deepEqual(
      errors.map(({ row, column, code }) => [row, column, code]),
      [
        [3, '手机号码', 'required'],
        [4, '转入日期', 'invalid'],
      ],
    )
  })

  it('tells each cell that it cannot read, by row and column, and says nothing personal again', () => {
    const { errors } = readPeople(
      table(
        ['姓名', '手机', '所属党组织', '组织关系转入日期', '政治面貌', '网格职务', '所在网格'],
        ['', '1', '丙支部', '2026-02-30', '秘密内容', '皇帝', '1号楼'],
      ),
      lookup,
    )
    const told = errors.map(({ row, column, code }) => `${row} ${column} ${code}`)
    assert.deepEqual(told, [
      ...['2 姓名 required', '2 网格职务 invalid', '2 所属党组织 unknown', '2 组织关系转入日期 invalid', '2 政治面貌 invalid'],
      '2 所在网格 ambiguous',
    ])
    const of = (column: string) => errors.find((one) => one.column === column)!.message
    assert.match(of('组织关系转入日期').zh, /2026-02-30/)
    assert.match(of('所在网格').en, /m1, m2/)
    assert.doesNotMatch(JSON.stringify(errors), /秘密内容/)
  })

  it('lets no column of a file go unseen', () => {
    const { rows, errors } = readPeople(
      table(['姓名', '手机', '身份证号', '姓 名', ''], ['甲', '13800000000', '', '', '']),
      lookup,
    )
    assert.deepEqual(rows, [])
    assert.deepEqual(
      errors.map(({ code, column }) => [code, column]),
      [
        ['unknown-column', '身份证号'],
        ['duplicate-column', '姓 名'],
      ],
    )
  })

  it('wants what belongs together', () => {
    const { errors } = readPeople(table(['姓名', '工号', '网格职务', '双报到微网格'], ['甲', 'A1', '志愿者', 'm1']), lookup)
    assert.deepEqual(
      errors.map(({ column, code }) => `${column} ${code}`),
      ['所属党组织 required', '所在网格 required', '双报到社区 required'],
    )
  })
})

const keyed = (row: ImportedPerson): KeyedPerson => ({
  ...row,
  nameKey: row.name,
  ...(row.phone !== undefined && { phoneKey: row.phone }),
  ...(row.staffNumber !== undefined && { staffKey: `${row.orgId} ${row.staffNumber}` }),
})

function contextOf(known: KnownPerson[], appointments: PeoplePlanContext['appointments'] = []): PeoplePlanContext {
  // Ids come once, whatever was made in another import.
  let next = known.length
  return {
    ...{ known, organisations: ORGANISATIONS, appointments, tree, now: NOW, timeZone: 'Asia/Shanghai' },
    createId: () => `new-${next++}`,
    startOf: (day) => `${day}T00:00:00Z`,
    partyStatusRefusal: (given, minor) =>
      given.some(({ purpose, by }) => purpose === 'party-status' && (!minor || by === 'guardian'))
        ? undefined
        : 'separate-consent-required',
  }
}

/** What the district knows once a plan is written. */
function written(plans: readonly PersonPlan[], known: readonly KnownPerson[]): KnownPerson[] {
  const byId = new Map(known.map((one) => [one.id, one]))
  for (const plan of plans) {
    const before: KnownPerson = byId.get(plan.id) ?? {
      ...{ id: plan.id, staffKeys: [], minor: false, memberships: [], registrations: [], appointments: [], consents: [] },
    }
    const { membership } = plan
    const ended = before.memberships.map((one) => {
      const end = isOver(one) ? undefined : plan.membershipEnds.find(({ orgId }) => orgId === one.orgId)
      return end ? { ...one, to: end.to } : one
    })
    const isLeft = ({ from, to }: { from: string; to?: string }) =>
      membership!.leaves.length > 0 && from < membership!.from && (to === undefined || to > membership!.from)
    const left = membership ? ended.map((one) => (isLeft(one) ? { ...one, to: membership.from } : one)) : ended
    byId.set(plan.id, {
      ...before,
      ...(plan.name !== undefined && { nameKey: plan.name, isNamedByHost: false }),
      ...(plan.phone !== undefined && { phoneKey: plan.phone }),
      ...(plan.partyStatus !== undefined && { partyStatus: plan.partyStatus }),
      minor: plan.minor ?? before.minor,
      staffKeys: [...before.staffKeys, ...plan.staffNumbers.map(({ staffKey }) => staffKey)],
      memberships: membership ? [...left, begun(membership)] : left,
      registrations: registered(before.registrations, plan.registration),
      appointments: [...before.appointments, ...plan.appointments],
      consents: [...before.consents, ...plan.consents],
    })
  }
  return [...byId.values()]
}

const isOver = ({ to }: { to?: string }) => to !== undefined && Date.parse(to) <= NOW

const begun = ({ orgId, from, to }: NonNullable<PersonPlan['membership']>) => ({ orgId, from, ...(to !== undefined && { to }) })

/** As a table does that keeps one row of each community. */
function registered(before: KnownPerson['registrations'], plan: PersonPlan['registration']): KnownPerson['registrations'] {
  if (!plan) return before
  const { leaves, communityId, microGridId } = plan
  const stay = before.filter((one) => one.communityId !== communityId && !leaves.includes(one.communityId))
  return [...stay, { kind: 'dual', communityId, ...(microGridId !== undefined && { microGridId }) }]
}

const REGISTERED = [
  ...[{}, {}, { communityId: 'c1' }, { communityId: 'c2' }],
  ...[
    { communityId: 'c1', microGridId: 'm1' },
    { communityId: 'c1', microGridId: 'm3' },
    { communityId: 'c2', microGridId: 'm2' },
  ],
]

const rowArbitrary = fc
  .record({
    name: fc.constantFrom('甲', '乙', '丙'),
    phone: fc.option(fc.constantFrom('1', '2', '3', '4'), { nil: undefined }),
    staffNumber: fc.option(fc.constantFrom('A', 'B'), { nil: undefined }),
    orgId: fc.option(fc.constantFrom('o1', 'o2'), { nil: undefined }),
    memberFrom: fc.option(fc.constantFrom('2026-01-01', '2026-02-01', '2026-08-01'), { nil: undefined }),
    memberTo: fc.option(fc.constantFrom('2026-01-01', '2026-03-01', '2026-08-01', '2026-09-01'), { freq: 2, nil: undefined }),
    partyStatus: fc.option(fc.constantFrom('none', 'applicant', 'full'), { nil: undefined }),
    partyConsent: fc.option(fc.constant(1), { nil: undefined }),
    minor: fc.option(fc.boolean(), { nil: undefined }),
    guardian: fc.option(fc.constant('监护人'), { nil: undefined }),
    registered: fc.constantFrom(...REGISTERED),
    role: fc.option(fc.constantFrom('buildingHead', 'volunteer'), { nil: undefined }),
    gridId: fc.constantFrom('m1', 'm2'),
  })
  .map(({ orgId, role, gridId, phone, staffNumber, registered: dual, memberFrom, memberTo, ...row }) => ({
    ...row,
    ...dual,
    orgId,
    ...(orgId !== undefined && { staffNumber, memberFrom, memberTo }),
    phone: phone ?? (orgId !== undefined && staffNumber !== undefined ? undefined : '9'),
    ...(role !== undefined && { role, gridId }),
  }))

const seatsOf = (known: readonly KnownPerson[]) =>
  known.flatMap(({ id, appointments }) => appointments.map((one) => ({ ...one, personId: id })))

const rowsArbitrary = fc
  .array(rowArbitrary, { maxLength: 12 })
  .map((rows) => rows.map((row, at) => keyed({ ...(JSON.parse(JSON.stringify(row)) as ImportedPerson), row: at + 2 })))

describe('planning an import of people', () => {
  it('writes once, however often the file is imported, whatever another file has left', () => {
    fc.assert(
      fc.property(rowsArbitrary, rowsArbitrary, (earlier, rows) => {
        const before = planPeople(earlier, contextOf([]))
        const known = before.errors.length > 0 ? [] : written(before.people, [])
        const first = planPeople(rows, contextOf(known, seatsOf(known)))
        if (first.errors.length > 0) return
        const after = written(first.people, known)
        const second = planPeople(rows, contextOf(after, seatsOf(after)))
        assert.deepEqual(second.errors, [])
        assert.deepEqual(second.people, [])
        assert.deepEqual(second.refused, first.refused)
        assert.equal(second.unchanged, first.people.length + first.unchanged)
        for (const { id, registrations, memberships } of after) {
          assert.ok(registrations.length <= 1, JSON.stringify(registrations))
          const own = memberships.map((one) => ({ ...one, personId: id }))
          const records = { organisations: ORGANISATIONS, memberships: own, registrations: [] }
          assert.deepEqual(checkMemberships(records, { tree, now: NOW }), [], JSON.stringify(own))
          const begins = new Set(own.map(({ orgId, from }) => `${orgId} ${from}`))
          assert.equal(begins.size, own.length, 'a table keeps one membership of an organisation and a begin')
          for (const { from, to } of own) assert.ok(to === undefined || from < to, JSON.stringify(own))
        }
      }),
      { numRuns: 4000 },
    )
  })

  it('gives no number, no seat and no home to two', () => {
    fc.assert(
      fc.property(rowsArbitrary, (rows) => {
        const { people, errors } = planPeople(rows, contextOf([]))
        if (errors.length > 0) return
        const once = (values: unknown[]) => assert.equal(new Set(values).size, values.length)
        once(people.flatMap(({ phone }) => (phone === undefined ? [] : [phone])))
        once(people.flatMap(({ staffNumbers }) => staffNumbers.map(({ staffKey }) => staffKey)))
        once(
          people.flatMap(({ appointments }) =>
            appointments.filter(({ role }) => role === 'buildingHead').map(({ gridId }) => gridId),
          ),
        )
        for (const { partyStatus, consents } of people) {
          if (partyStatus !== undefined) assert.ok(consents.some(({ purpose }) => purpose === 'party-status'))
        }
      }),
      { numRuns: 2000 },
    )
  })

  const head: KnownPerson = {
    ...{ id: 'p1', nameKey: '甲', phoneKey: '1', staffKeys: ['o1 A'], partyStatus: 'applicant', minor: false },
    memberships: [{ orgId: 'o1', from: '2026-01-01T00:00:00Z' }],
    ...{
      registrations: [],
      appointments: [{ role: 'buildingHead' as const, gridId: 'm1', from: '2026-01-01T00:00:00Z' }],
      consents: [],
    },
  }
  const seats = [{ personId: 'p1', role: 'buildingHead' as const, gridId: 'm1', from: '2026-01-01T00:00:00Z' }]
  const plan = (row: Partial<ImportedPerson>) => planPeople([keyed({ row: 2, name: '甲', ...row })], contextOf([head], seats))
  const refusalOf = (row: Partial<ImportedPerson>) => plan(row).errors.map(({ column }) => column)

  it('knows one person by phone, number or id, and keeps their one identity', () => {
    for (const key of [{ phone: '1' }, { orgId: 'o1', staffNumber: 'A' }, { id: 'p1' }]) {
      assert.deepEqual(plan(key), { people: [], unchanged: 1, errors: [], refused: [], notes: [] })
    }
  })

  it('puts the district’s own name in the place of a host’s, once, whatever either spells', () => {
    for (const nameKey of ['host 甲', '甲']) {
      const named = { ...head, nameKey, isNamedByHost: true }
      const given = [2, 3].map((row) => keyed({ row, name: '甲', phone: '1' }))
      const first = planPeople(given, contextOf([named], seats))
      assert.deepEqual([first.errors, first.people.map(({ name }) => name)], [[], ['甲']])
      assert.equal(planPeople(given, contextOf(written(first.people, [named]), seats)).unchanged, 1)
      const two = [...given, keyed({ row: 4, name: '乙', phone: '1' })]
      assert.deepEqual(
        planPeople(two, contextOf([named], seats)).errors.map(({ row, column }) => [row, column]),
        [[4, '姓名']],
      )
    }
  })

  it('moves somebody to their next organisation from a day on', () => {
    const [moved] = plan({ phone: '1', orgId: 'o2', memberFrom: '2026-05-01' }).people
    assert.deepEqual(moved?.membership, { orgId: 'o2', from: '2026-05-01T00:00:00Z', leaves: ['o1'] })
    assert.equal(moved?.isNew, false)
  })

  it('refuses at its column what cannot be', () => {
    assert.deepEqual(refusalOf({ phone: '1', name: '乙' }), ['姓名'])
    assert.deepEqual(refusalOf({ id: 'p1', phone: '7' }), ['手机'])
    // What is on record is changed of that person alone; what two rows say of one person, in the file.
    for (const row of [
      { id: 'p1', name: '乙' },
      { id: 'p1', phone: '7' },
    ]) {
      const { message } = plan(row).errors[0]!
      for (const words of [message.zh, message.en]) assert.match(words, /wangge person change p1 --stdin/)
    }
    const twice = planPeople(
      ['甲', '乙'].map((name, at) => keyed({ row: at + 2, name, phone: '8' })),
      contextOf([]),
    )
    assert.deepEqual(
      twice.errors.map(({ row, message }) => [row, message.zh]),
      [[3, '姓名与本文件中同一人的另一行不一致。']],
    )
    assert.deepEqual(refusalOf({ phone: '1', partyStatus: 'full', partyConsent: 1 }), ['政治面貌'])
    assert.deepEqual(refusalOf({ phone: '1', partyStatus: 'activist' }), ['政治面貌单独同意书版本'])
    assert.deepEqual(refusalOf({ phone: '1', communityId: 'c1' }), ['双报到社区'])
    assert.deepEqual(refusalOf({ phone: '1', communityId: 'c2', microGridId: 'm1' }), ['双报到微网格'])
    assert.deepEqual(refusalOf({ phone: '8', role: 'buildingHead', gridId: 'm1' }), ['所在网格'])
    assert.deepEqual(refusalOf({ phone: '1', orgId: 'o2', memberFrom: '2025-12-01' }), ['组织关系转入日期'])
    assert.deepEqual(refusalOf({ phone: '8', minor: true, dutyConsent: 1 }), ['监护人'])
    const dual = { ...head, registrations: [{ kind: 'dual', communityId: 'c2' }] }
    const moving = keyed({ row: 2, name: '甲', phone: '1', orgId: 'o2', memberFrom: '2026-05-01' })
    assert.deepEqual(
      planPeople([moving], contextOf([dual], seats)).errors.map(({ column }) => column),
      ['所属党组织'],
    )
  })

  it('asks a guardian’s consent to the status of whoever a table makes a minor, though it is on record as their own', () => {
    const own: KnownPerson = { ...head, consents: [{ purpose: 'party-status', version: 1, by: 'self' }] }
    const minor = (...rows: Partial<ImportedPerson>[]) =>
      planPeople(
        rows.map((row, at) => keyed({ row: at + 2, name: '甲', phone: '1', ...row })),
        contextOf([own], seats),
      )
    for (const row of [{ minor: true }, { minor: true, partyStatus: 'applicant' as const }, { minor: true, partyConsent: 1 }]) {
      const { errors } = minor(row)
      assert.ok(errors.length > 0, JSON.stringify(row))
      assert.ok(errors.every(({ row: at, column }) => at === 2 && /^(政治面貌单独同意书版本|监护人)$/.test(column ?? '')))
    }
    const agreed = { partyConsent: 1, guardian: '甲父' }
    for (const rows of [
      [{ minor: true, ...agreed }],
      [{ minor: true, partyStatus: 'applicant' as const, ...agreed }],
      // Whichever row says so first.
      [{ minor: true }, { ...agreed }],
    ]) {
      const { people, errors } = minor(...rows)
      assert.deepEqual([errors, people[0]!.minor, people[0]!.consents.map(({ by }) => by)], [[], true, ['guardian']])
    }
    assert.deepEqual(minor({ minor: false, partyStatus: 'applicant' }).errors, [], 'of full age their own is enough')
    const bare: KnownPerson = { ...own }
    delete bare.partyStatus
    assert.deepEqual(planPeople([keyed({ row: 2, name: '甲', phone: '1', minor: true })], contextOf([bare], seats)).errors, [])
  })

  it('holds dual registration to the home of another row, whichever comes first', () => {
    const rows = [
      keyed({ row: 2, name: '乙', phone: '5', communityId: 'c1' }),
      keyed({ row: 3, name: '乙', phone: '5', orgId: 'o1' }),
    ]
    for (const given of [rows, [...rows].reverse()]) {
      assert.deepEqual(
        planPeople(given, contextOf([])).errors.map(({ column }) => column),
        ['双报到社区'],
      )
    }
  })

  it('ends a membership on the day of leaving, and moves by two rows as by one', () => {
    const of = (...rows: Partial<ImportedPerson>[]) => {
      const given = rows.map((row, at) => keyed({ row: at + 2, name: '甲', phone: '1', ...row }))
      const { people, errors } = planPeople(given, contextOf([head], seats))
      if (errors.length > 0) return errors.map(({ row, column }) => [row, column])
      return people.map(({ membership, membershipEnds }) => [membershipEnds, membership])
    }
    const away = { orgId: 'o1', memberTo: '2026-05-01' }
    const end = { orgId: 'o1', to: '2026-05-01T00:00:00Z' }
    const next = { orgId: 'o2', from: '2026-05-01T00:00:00Z', leaves: [] }
    assert.deepEqual(of(away), [[[end], undefined]])
    assert.deepEqual(of({ orgId: 'o1' }, away), [[[end], undefined]])
    const joins = { orgId: 'o2', memberFrom: '2026-05-01' }
    assert.deepEqual(of(away, joins), [[[end], next]])
    assert.deepEqual(of(joins, away), [[[end], next]])
    assert.deepEqual(of({ orgId: 'o1', memberTo: '2026-01-01' }), [[2, '组织关系转出日期']])
    assert.deepEqual(of({ orgId: 'o2', memberTo: '2026-05-01' }), [[2, '组织关系转出日期']])
    assert.deepEqual(of(away, { orgId: 'o1', memberTo: '2026-05-02' }), [[3, '组织关系转出日期']])
    assert.deepEqual(of(away, { orgId: 'o2', memberFrom: '2026-04-01' }), [[3, '组织关系转入日期']])
    const past = { orgId: 'o2', memberFrom: '2025-01-01', memberTo: '2025-06-01' }
    assert.deepEqual(of(past), [[[], { orgId: 'o2', from: '2025-01-01T00:00:00Z', to: '2025-06-01T00:00:00Z', leaves: [] }]])
  })

  it('lets somebody be of age whose own word says so, and tells of others for whom a table says it', () => {
    const of = (known: Partial<KnownPerson>, ...minors: boolean[]) => {
      const given = minors.map((minor, at) => keyed({ row: at + 2, name: '甲', phone: '1', minor }))
      const { people, errors, notes } = planPeople(given, contextOf([{ ...head, minor: true, ...known }], seats))
      assert.deepEqual(errors, [])
      for (const { zh, en } of notes) for (const words of [zh, en]) assert.match(words, /wangge person change p1 --stdin/)
      return [people.map(({ minor }) => minor), notes.map(({ zh }) => zh.slice(0, 6))]
    }
    assert.deepEqual(of({ birthYear: 2007 }, false), [[false], []])
    assert.deepEqual(of({ birthYear: 2007 }, false, true), [[], []])
    assert.deepEqual(of({ birthYear: 2008 }, false), [[], ['第 2 行：']])
    assert.deepEqual(of({}, false), [[], ['第 2 行：']])
    assert.deepEqual(of({ minor: false }, false), [[], []])
    const grown = planPeople(
      [keyed({ row: 2, name: '甲', phone: '1', minor: false, dutyConsent: 1 })],
      contextOf([{ ...head, minor: true, birthYear: 2000 }], seats),
    )
    assert.deepEqual(grown.people[0]?.consents, [{ purpose: 'volunteer-duty', version: 1, by: 'self' }])
  })

  it('puts another micro-grid or community in the place of the dual registration on record', () => {
    const dual = (communityId: string, microGridId?: string) => ({
      ...{ kind: 'dual', communityId },
      ...(microGridId !== undefined && { microGridId }),
    })
    const of = (registrations: KnownPerson['registrations'], ...rows: Partial<ImportedPerson>[]) => {
      const home = { ...head, memberships: [], registrations }
      const given = rows.map((row, at) => keyed({ row: at + 2, name: '甲', phone: '1', ...row }))
      const { people, errors } = planPeople(given, contextOf([home], seats))
      return errors.length > 0 ? errors.map(({ row, column }) => [row, column]) : people.map(({ registration }) => registration)
    }
    const m3 = { communityId: 'c1', microGridId: 'm3' }
    assert.deepEqual(of([dual('c1', 'm1')], m3), [{ ...m3, leaves: [] }])
    assert.deepEqual(of([dual('c1')], m3), [{ ...m3, leaves: [] }])
    assert.deepEqual(of([dual('c1', 'm1')], { communityId: 'c1' }), [])
    assert.deepEqual(of([dual('c2', 'm2')], m3), [{ ...m3, leaves: ['c2'] }])
    assert.deepEqual(of([], { communityId: 'c1' }, m3), [{ ...m3, leaves: [] }])
    assert.deepEqual(of([], m3, { communityId: 'c1', microGridId: 'm1' }), [[3, '双报到微网格']])
    assert.deepEqual(of([], m3, { communityId: 'c2' }), [[3, '双报到社区']])
    assert.deepEqual(of([dual('c2')], { orgId: 'o2', ...m3 }), [{ ...m3, leaves: ['c2'] }])
    assert.deepEqual(of([dual('c2')], { orgId: 'o2', communityId: 'c2' }), [[2, '双报到社区']])
  })

  it('refuses a row that means two people, alone, and names both and what mends it', () => {
    const second = {
      ...head,
      id: 'p2',
      nameKey: '员工甲',
      isNamedByHost: true,
      phoneKey: '2',
      staffKeys: ['o2 B'],
      appointments: [],
    }
    const rows = [
      { id: 'p1', phone: '2' },
      { phone: '1', orgId: 'o2', staffNumber: 'B' },
      { id: 'p2', phone: '1' },
      { phone: '7' },
    ]
    const given = rows.map((row, at) => keyed({ row: at + 2, name: '甲', ...row }))
    const { errors, refused, people, unchanged } = planPeople(given, contextOf([head, second], seats))
    assert.deepEqual([errors, unchanged], [[], 0])
    assert.deepEqual(
      people.map(({ rows: own, phone }) => [own, phone]),
      [[[5], '7']],
    )
    assert.deepEqual(
      refused.map(({ row, column, code }) => [row, column, code]),
      [
        [2, '手机', 'conflict'],
        [3, '工号', 'conflict'],
        [4, '手机', 'conflict'],
      ],
    )
    for (const { message } of refused) {
      assert.match(message.zh, /p1.*p2|p2.*p1/)
      // The one that the district has named stays.
      for (const words of [message.zh, message.en]) assert.match(words, /wangge person merge p1 p2/)
    }
  })

  it('takes two new people for one where a row of the file says so, wherever it stands', () => {
    const rows = [
      { row: 2, phone: '1', orgId: 'o1' },
      { row: 3, orgId: 'o2', staffNumber: 'B' },
      { row: 4, phone: '1', orgId: 'o2', staffNumber: 'B' },
    ].map(({ orgId, ...row }) => keyed({ name: '甲', ...row, ...('staffNumber' in row && { orgId }) }))
    for (const order of [rows, [...rows].reverse()]) {
      const { errors, refused, people } = planPeople(order, contextOf([]))
      assert.deepEqual([errors, refused], [[], []])
      assert.deepEqual(
        people.map((one) => [one.rows, one.phone, one.staffNumbers.length]),
        [[[2, 3, 4], '1', 1]],
      )
    }
  })
})

describe('importing organisations', () => {
  const committees: Organisation[] = [
    { id: 'wc', kind: 'workCommittee', name: { zh: '党工委', en: 'Committee' }, registered: 0 },
    { id: 'cc', kind: 'composite', name: { zh: '片区综合党委', en: 'Area Committee' }, superiorId: 'wc', registered: 0 },
  ]
  const read = (header: string[], ...rows: string[][]) => readOrganisations(table(header, ...rows), { tree })
  const plan = (stored: Organisation[], header: string[], ...rows: string[][]) => {
    const { rows: imported, errors } = read(header, ...rows)
    assert.deepEqual(errors, [])
    let next = 0
    return planOrganisations(imported, stored, { tree, today: '2026-03-02', people: [], createId: () => `o${next++}` })
  }
  const HEADER = ['组织名称', '组织类别', '上级组织', '所在网格', '在册党员人数']

  it('creates, then finds everything there already', () => {
    const rows = [
      ['新公司党支部', '两新党组织', '片区综合党委', '甲一小区', '12'],
      ['院落党支部', '小区院落', '党工委', '乙一小区', '30'],
    ]
    const first = plan(committees, HEADER, ...rows)
    assert.deepEqual(first.errors, [])
    assert.deepEqual(
      first.created.map(({ kind, superiorId, gridId, registered }) => [kind, superiorId, gridId, registered]),
      [
        ['twoNew', 'cc', 'e1', 12],
        ['courtyard', 'wc', 'e2', 30],
      ],
    )
    const second = plan([...committees, ...first.created], HEADER, ...rows)
    assert.deepEqual(second, { created: [], updated: [], unchanged: 2, liaisons: [], notes: [], errors: [] })
  })

  it('changes only what a row says', () => {
    const stored = [...committees, { ...organisation('o9', '院落党支部', 'e2'), superiorId: 'wc', liaisonId: 'p1' }]
    const { updated } = plan(stored, ['组织名称', '在册党员人数'], ['院落党支部', '31'])
    assert.deepEqual(updated, [{ ...stored[2], registered: 31 }])
  })

  it('refuses at its row and column what would be no tree', () => {
    const of = (...row: string[]) => plan(committees, HEADER, row).errors.map(({ row: at, column }) => [at, column])
    assert.deepEqual(of('新公司党支部', '两新', '党工委', '', '1'), [[2, '上级组织']])
    assert.deepEqual(of('新公司党支部', '两新', '没有的组织', '', '1'), [
      [2, '上级组织'],
      [2, '上级组织'],
    ])
    assert.deepEqual(of('新公司党支部', '', '片区综合党委', '', '1').at(0), [2, '组织类别'])
  })

  it('names every header that it understands in Chinese', () => {
    assert.ok(Object.values(PEOPLE_COLUMNS).every(({ zh }) => /\p{Script=Han}/u.test(zh)))
  })
})
