import assert from 'node:assert/strict'
import { describe, it } from 'node:test'
import fc from 'fast-check'
import { checkTeams, indexOrganisations, planTeams, readTeams } from '../index.ts'
import type { KeyedTeam, NamedPoint, PlanTeamsContext, RowPerson, StandingTeam, TeamsPlan } from '../index.ts'

const named = (zh: string) => ({ zh, en: zh })
const PEOPLE: RowPerson[] = ['a', 'b', 'c'].map((id) => ({
  id,
  nameKey: `name ${id}`,
  phoneKey: `phone ${id}`,
  staffKeys: [`staff ${id}`],
}))
const POINTS: NamedPoint[] = ['p1', 'p2', 'p3'].map((id) => ({ id, name: named(`点位${id}`), ownerTeamIds: [] }))
const team = (id: string, zh: string, others: Partial<StandingTeam> = {}): StandingTeam => ({
  ...{ id, kind: 'taskForce', name: named(zh), memberIds: [], pointIds: [] },
  ...others,
})
let next = 0
const contextOf = (teams: readonly StandingTeam[], points: readonly NamedPoint[] = POINTS): PlanTeamsContext => ({
  ...{ teams, points, people: PEOPLE },
  createId: () => `new-${next++}`,
})
const row = (at: number, others: Omit<KeyedTeam, 'row'>): KeyedTeam => ({ row: at, ...others })
const told = ({ errors }: Pick<TeamsPlan, 'errors'>) => errors.map((error) => `${error.row} ${error.column} ${error.code}`)
const table = (header: string[], ...rows: string[][]) => ({ header, rows: rows.map((cells, at) => ({ row: at + 2, cells })) })
const reading = {
  organisations: indexOrganisations([{ id: 'o1', name: named('甲支部') }]),
  points: indexOrganisations(POINTS),
}

describe('reading a table of teams', () => {
  it('takes one person a row, headers in Chinese and English, and repeats neither a name nor a number', () => {
    const chinese = readTeams(
      table(
        ['队伍名称', '队伍类别', '所属党组织', '测评点位', '姓名', '手机', '工号', '是否队长'],
        ['一队', '突击队', '甲支部', '点位p1、p2', '邓雪莎', '13900001001', '', '是'],
        ['一队', '', '', '', '高一', '', '', ''],
        ['', '敢死队', '没有', '点位p9', '', '', 'A-1', ''],
        ['二队', '', '', '', '', '', 'A-1', '大概'],
      ),
      reading,
    )
    assert.deepEqual(chinese.rows, [
      {
        ...{ row: 2, nameZh: '一队', kind: 'taskForce', orgId: 'o1', pointIds: ['p1', 'p2'] },
        ...{ personName: '邓雪莎', phone: '13900001001', leads: true },
      },
    ])
    assert.deepEqual(told(chinese), [
      ...['3 手机 required', '4 队伍名称 required', '4 队伍类别 invalid', '4 所属党组织 unknown', '4 测评点位 unknown'],
      ...['5 是否队长 invalid', '5 所属党组织 required'],
    ])
    assert.doesNotMatch(JSON.stringify(chinese.errors), /高一|A-1|139/)
    const english = readTeams(table(['team', 'kind', 'person id', 'leader'], ['One', 'vanguard', 'a', 'yes']), reading)
    assert.deepEqual(english.rows, [{ row: 2, nameZh: 'One', kind: 'vanguard', personId: 'a', leads: true }])
  })
})

describe('planning an import of teams', () => {
  it('puts the rows of one team together, and team and points name each other', () => {
    const plan = planTeams(
      [
        row(2, { nameZh: '一队', kind: 'taskForce', pointIds: ['p1', 'p2'], phoneKey: 'phone a', leads: true }),
        row(3, { nameZh: '一 队', orgId: 'o1', staffKey: 'staff b', nameKey: 'name b' }),
        row(4, { nameZh: '二队', kind: 'vanguard' }),
      ],
      contextOf(
        [team('old', '老队', { memberIds: ['c'], pointIds: ['p3'] })],
        [...POINTS.slice(0, 2), { ...POINTS[2]!, ownerTeamIds: ['old'] }],
      ),
    )
    assert.deepEqual(told(plan), [])
    const [one] = plan.created
    // Its name is as the first row has it.
    assert.deepEqual([one?.memberIds, one?.leaderId, one?.orgId, one?.name.zh], [['a', 'b'], 'a', 'o1', '一队'])
    assert.deepEqual(plan.points, [
      { id: 'p1', ownerTeamIds: [one!.id] },
      { id: 'p2', ownerTeamIds: [one!.id] },
    ])
    assert.deepEqual([plan.joined, plan.left], [2, 0])
    assert.deepEqual(
      plan.notes.map(({ zh }) => zh),
      ['二队：没有测评点位', '二队：没有队员'],
    )
  })

  it('finds people as an import of people does, and tells nobody’s number', () => {
    const plan = planTeams(
      [
        row(2, { nameZh: '一队', kind: 'service', phoneKey: 'phone nobody' }),
        row(3, { nameZh: '一队', phoneKey: 'phone a', staffKey: 'staff b' }),
        row(4, { nameZh: '一队', personId: 'a', nameKey: 'name other' }),
        row(5, { nameZh: '一队', personId: 'a', leads: true }),
        row(6, { nameZh: '一队', phoneKey: 'phone a' }),
        row(7, { nameZh: '一队', personId: 'b', leads: true }),
        row(8, { nameZh: '一队', personId: 'c', leads: true, leaves: true }),
      ],
      contextOf([]),
    )
    assert.deepEqual(told(plan), [
      ...['2 手机 unknown', '3 工号 conflict', '4 姓名 conflict', '6 手机 conflict', '7 是否队长 conflict'],
      ...['8 是否队长 conflict', '8 是否队长 conflict'],
    ])
    const [, two] = plan.errors
    // Keys are what the server has hashed: none is said again.
    assert.doesNotMatch(JSON.stringify(plan.errors.filter((error) => error !== two)), /phone|staff |name [a-z]\b/)
    for (const words of Object.values(two!.message)) {
      assert.match(words, /wangge person merge a b/)
      assert.doesNotMatch(words, /phone a|staff b/)
    }
    assert.match(plan.errors[2]!.message.zh, /wangge person change a --stdin/)
  })

  it('lets somebody leave, and a team go, only by a row that says so; a leader who leaves leads no more', () => {
    const stored = team('t', '一队', { memberIds: ['a', 'b'], leaderId: 'a', pointIds: ['p1'] })
    const points = [{ ...POINTS[0]!, ownerTeamIds: ['t', 'other'] }, ...POINTS.slice(1)]
    const renamed = planTeams([row(2, { id: 't', nameZh: '新一队' })], contextOf([stored], points))
    assert.deepEqual(renamed.updated, [{ ...stored, name: { zh: '新一队', en: '一队' } }])
    assert.deepEqual(renamed.points, [])
    const left = planTeams([row(2, { id: 't', personId: 'a', leaves: true })], contextOf([stored], points))
    assert.deepEqual([left.updated[0]?.memberIds, left.updated[0]?.leaderId, left.left], [['b'], undefined, 1])
    const over = planTeams([row(2, { id: 't', personId: 'a', leads: false })], contextOf([stored], points))
    assert.deepEqual([over.updated[0]?.memberIds, over.updated[0]?.leaderId], [['a', 'b'], undefined])
    const gone = planTeams([row(2, { nameZh: '一队', remove: true })], contextOf([stored], points))
    assert.deepEqual([gone.removed, gone.points], [['t'], [{ id: 'p1', ownerTeamIds: ['other'] }]])
    const both = planTeams(
      [row(2, { nameZh: '一队', remove: true }), row(3, { nameZh: '一队', personId: 'c' })],
      contextOf([stored], points),
    )
    assert.deepEqual(told(both), ['3 撤销 conflict'])
    const moved = planTeams([row(2, { id: 't', pointIds: ['p2'] })], contextOf([stored], points))
    assert.deepEqual(moved.points, [
      { id: 'p1', ownerTeamIds: ['other'] },
      { id: 'p2', ownerTeamIds: ['t'] },
    ])
  })

  const rowArbitrary = fc.record(
    {
      id: fc.constantFrom('t1', 't2', 'x'),
      nameZh: fc.constantFrom('一队', '二队', '三队'),
      kind: fc.constantFrom('taskForce' as const, 'service' as const),
      orgId: fc.constantFrom('o1', 'o2'),
      pointIds: fc.subarray(['p1', 'p2', 'p3'], { minLength: 1 }),
      personId: fc.constantFrom('a', 'b', 'c'),
      leads: fc.boolean(),
      leaves: fc.boolean(),
      remove: fc.constantFrom(true, false, false, false),
    },
    { requiredKeys: ['nameZh', 'kind'] },
  )
  const rowsArbitrary = fc
    .array(rowArbitrary, { minLength: 1, maxLength: 4 })
    .map((rows) => rows.map((one, at) => row(at + 2, one as Omit<KeyedTeam, 'row'>)))
  const knownArbitrary = fc.subarray([
    team('t1', '一队', { memberIds: ['a', 'b'], leaderId: 'a', pointIds: ['p1'] }),
    team('t2', '二队', { kind: 'service', memberIds: ['c'] }),
    team('t3', '三队', { memberIds: ['b'], pointIds: ['p2', 'p1'] }),
    team('t4', '三队'),
  ])

  it('writes once, however often the file is imported; both sides name each other, and who leads is in the team', () => {
    let written = 0
    fc.assert(
      fc.property(knownArbitrary, rowsArbitrary, (known, rows) => {
        const ownersOf = (id: string) => known.filter(({ pointIds }) => pointIds.includes(id)).map((one) => one.id)
        const before = POINTS.map((point) => ({ ...point, ownerTeamIds: ownersOf(point.id) }))
        const first = planTeams(rows, contextOf(known, before))
        if (first.errors.length > 0) return
        written += 1
        const news = new Map([...first.created, ...first.updated].map((one) => [one.id, one]))
        const after = [
          ...known.filter(({ id }) => !first.removed.includes(id)).map((one) => news.get(one.id) ?? one),
          ...first.created,
        ]
        const others = new Map(first.points.map((point) => [point.id, point]))
        const points = before.map((point) => ({ ...point, ...others.get(point.id) }))
        const faults = checkTeams(points, after).filter(({ code }) => !/without/.test(code))
        assert.deepEqual(faults, [])
        const saying = new Set(rows.filter(({ leaves }) => leaves).map(({ personId }) => personId))
        for (const one of known)
          for (const member of one.memberIds)
            assert.ok(
              saying.has(member) ||
                first.removed.includes(one.id) ||
                after.some(({ id, memberIds }) => id === one.id && memberIds.includes(member)),
            )
        const second = planTeams(rows, contextOf(after, points))
        assert.deepEqual(told(second), [])
        assert.deepEqual([second.created, second.updated, second.removed, second.points], [[], [], [], []])
        assert.deepEqual([second.joined, second.left], [0, 0])
      }),
      { numRuns: 4000 },
    )
    assert.ok(written > 400, `only ${written} files were without faults`)
  })
})
