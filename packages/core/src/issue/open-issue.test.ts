import assert from 'node:assert/strict'
import { test } from 'node:test'
import { ACTORS, NOW, PHOTO, REPORT } from '../../test/sample-issue.ts'
import { openIssue } from './open-issue.ts'
import { replay } from './replay.ts'
import { issueSchema } from './schema.ts'

const gridPath = ['s', 'c1', 'e1', 'm1']

test('opens a submitted issue that carries the command’s id and begins its history', () => {
  const issue = openIssue(REPORT, { gridPath, actor: ACTORS.resident, now: NOW })
  const at = '2026-03-02T01:00:00.000Z'
  assert.deepEqual(issue, {
    id: REPORT.id,
    categoryId: 'waste.bulky',
    gridPath,
    state: 'submitted',
    createdAt: at,
    updatedAt: at,
    version: 1,
    source: 'resident',
    attributes: { pieces: 2 },
    description: '楼道里有两件旧家具',
    photos: [PHOTO],
    history: [{ issueId: REPORT.id, seq: 1, action: 'report', to: 'submitted', actor: { id: 'reporter', role: 'resident' }, at }],
  })
  assert.deepEqual(issueSchema.parse(issue), issue)
  assert.deepEqual(replay(issue.history), { state: 'submitted', version: 1 })
})

test('keeps the position and the reporter’s own words for the place, where they were given', () => {
  const report = { ...REPORT, placeText: '二单元门口' }
  const issue = openIssue(report, { gridPath, position: [104.06, 30.57], actor: ACTORS.community, now: NOW })
  assert.deepEqual(issue.position, [104.06, 30.57])
  assert.equal(issue.placeText, '二单元门口')
})

test('keeps the path as it was when the issue was opened (INV-19)', () => {
  const path = [...gridPath]
  const issue = openIssue(REPORT, { gridPath: path, actor: ACTORS.resident, now: NOW })
  path.push('later')
  assert.deepEqual(issue.gridPath, gridPath)
})

test('refuses an issue that lies nowhere', () => {
  assert.throws(() => openIssue(REPORT, { gridPath: [], actor: ACTORS.resident, now: NOW }), {
    name: 'SdkError',
    code: 'bad-argument',
  })
})

test('keeps the point as it was declared where its coordinates were converted', () => {
  const place = { by: 'point', position: [104.0625, 30.5675], crs: 'gcj02' } as const
  const made = (crs: 'gcj02' | 'wgs84') =>
    openIssue(
      { ...REPORT, place: { ...place, position: [...place.position], crs } },
      { gridPath, position: [104.06, 30.57], actor: ACTORS.resident, now: NOW },
    )
  assert.deepEqual(made('gcj02').position, [104.06, 30.57])
  assert.deepEqual(made('gcj02').declared, { position: place.position, crs: 'gcj02' })
  assert.ok(!('declared' in made('wgs84')))
})
