import assert from 'node:assert/strict'
import { test } from 'node:test'
import { teamFindingSchema } from '../schema.ts'
import { checkTeams } from './check-teams.ts'
import type { Point, Team } from './check-teams.ts'

const team = (id: string, more: Partial<Team> = {}): Team => ({
  id,
  kind: 'taskForce',
  leaderId: 'p1',
  memberIds: ['p1', 'p2'],
  pointIds: ['ep1'],
  ...more,
})
const point = (id: string, ...ownerTeamIds: string[]): Point => ({ id, ownerTeamIds })

test('a point with its team, and a service team without one, is as it should be', () => {
  const teams = [team('t1'), team('t2', { kind: 'service', pointIds: [] })]
  assert.deepEqual(checkTeams([point('ep1', 't1')], teams), [])
})

const CASES: [string, Point[], Team[], object[]][] = [
  ['a point that nobody answers for', [point('ep1')], [], [{ code: 'point-without-team', pointId: 'ep1' }]],
  [
    'a point whose only team is gone',
    [point('ep1', 'gone')],
    [],
    [
      { code: 'point-without-team', pointId: 'ep1' },
      { code: 'unknown-team', pointId: 'ep1', teamId: 'gone' },
    ],
  ],
  ['a task force without a point', [], [team('t1', { pointIds: [] })], [{ code: 'team-without-point', teamId: 't1' }]],
  [
    'a vanguard team whose only point is gone',
    [],
    [team('t1', { kind: 'vanguard' })],
    [
      { code: 'team-without-point', teamId: 't1' },
      { code: 'unknown-point', pointId: 'ep1', teamId: 't1' },
    ],
  ],
  [
    'a team without people',
    [point('ep1', 't1')],
    [{ id: 't1', kind: 'vanguard', memberIds: [], pointIds: ['ep1'] }],
    [{ code: 'team-without-members', teamId: 't1' }],
  ],
  [
    'a leader from elsewhere',
    [point('ep1', 't1')],
    [team('t1', { leaderId: 'p9' })],
    [{ code: 'leader-not-member', teamId: 't1' }],
  ],
  [
    'a point that its team does not know of',
    [point('ep1', 't1', 't2'), point('ep2', 't2')],
    [team('t1'), team('t2', { pointIds: ['ep2'] })],
    [{ code: 'one-sided', pointId: 'ep1', teamId: 't2' }],
  ],
  [
    'a team that its point does not know of',
    [point('ep1', 't1'), point('ep2', 't1')],
    [team('t1', { pointIds: ['ep1', 'ep2'] }), team('t2', { pointIds: ['ep2'] })],
    [{ code: 'one-sided', pointId: 'ep2', teamId: 't2' }],
  ],
]

for (const [name, points, teams, expected] of CASES) {
  test(`${name} is told`, () => {
    const findings = checkTeams(points, teams)
    assert.deepEqual(findings, expected)
    for (const finding of findings) teamFindingSchema.parse(finding)
  })
}
