import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGridTree, staffing } from '@wangge/core/grid'
import { isOpen } from '@wangge/core/issue'
import {
  ATTENDANCE_POLICY,
  checkPosts,
  checkTeams,
  countedMinutes,
  intersectionCover,
  serviceHours,
  shiftsOfWeek,
} from '@wangge/core/roster'
import { issueStateSchema } from '@wangge/core/issue/schema'
import { INTRANET } from './generator/settings.ts'
import { readRecords } from './read-data.ts'

const grids = readRecords('grids')
const organisations = readRecords('organisations')
const people = readRecords('people')
const appointments = readRecords('appointments')
const shifts = readRecords('shifts')
const [district] = readRecords('district')

const tally = (values: Iterable<string>) =>
  Object.fromEntries(
    Array.from(
      Map.groupBy(values, (value) => value),
      ([key, list]) => [key, list.length],
    ),
  )
const sum = (values: readonly number[]) => values.reduce((a, b) => a + b, 0)
const midnight = (date: string) => Date.parse(`${date}T00:00:00+08:00`)
const DAY = 86_400_000

test('13 communities, 192 estates and 1,030 micro-grids under one sub-district', () => {
  assert.deepEqual(tally(grids.map(({ level }) => level)), { subdistrict: 1, community: 13, estate: 192, micro: 1030 })
  assert.deepEqual(district!.targets, { community: 13, estate: 192, micro: 1030 })
})

test('the communities have their public names', () => {
  const names = grids.filter(({ level }) => level === 'community').map(({ name }) => name.zh.replace(/社区$/, ''))
  assert.deepEqual(names, [
    '三瓦窑',
    '和平',
    '益州',
    '永安',
    '南新',
    '天华',
    '临江',
    '交子公园',
    '月牙湖',
    '吉泰',
    '大源',
    '昆华',
    '科创',
  ])
})

test('30 to 100 doors in every micro-grid, and a service population of 750,000', () => {
  const doors = new Map<string, number>()
  for (const { gridId, doorCount, units } of readRecords('buildings')) {
    assert.equal(doorCount, sum(units.map(({ floors, doorsPerFloor }) => floors * doorsPerFloor)))
    doors.set(gridId, (doors.get(gridId) ?? 0) + doorCount)
  }
  for (const { id, level, households } of grids) {
    if (level !== 'micro') continue
    assert.ok(households! >= 30 && households! <= 100, id)
    assert.equal(doors.get(id), households, id)
  }
  const [root] = grids
  assert.ok(root!.households! > 31_000 && root!.households! < 103_000)
  assert.equal(root!.servicePop, 750_000)
})

test('numbers of households and people add up at every level', () => {
  const childrenOf = Map.groupBy(grids, ({ parentId }) => parentId)
  for (const grid of grids.filter(({ level }) => level !== 'micro')) {
    for (const key of ['households', 'residentPop', 'servicePop'] as const) {
      assert.equal(grid[key], sum(childrenOf.get(grid.id)!.map((child) => child[key]!)), `${grid.id} ${key}`)
    }
  }
})

test('670 organisations are 157 courtyard, 504 two-new and 9 others; 33 composite committees and 15 allied units stand apart', () => {
  const counted = organisations.filter(({ kind, allied }) => !allied && kind !== 'composite' && kind !== 'workCommittee')
  const kinds = tally(counted.map(({ kind }) => (kind === 'agency' ? 'other' : kind)))
  assert.deepEqual(kinds, { courtyard: 157, twoNew: 504, other: 9 })
  assert.equal(counted.length, 670)
  assert.equal(organisations.filter(({ kind }) => kind === 'composite').length, 33)
  assert.equal(organisations.filter(({ allied }) => allied).length, 15)
  assert.equal(organisations.filter(({ kind }) => kind === 'workCommittee').length, 1)
})

test('every two-new organisation has one composite committee above it, and every committee has some below', () => {
  const composites = new Set(organisations.filter(({ kind }) => kind === 'composite').map(({ id }) => id))
  const superiors = organisations.filter(({ kind }) => kind === 'twoNew').map(({ superiorId }) => superiorId!)
  for (const superior of superiors) assert.ok(composites.has(superior))
  assert.equal(new Set(superiors).size, 33)
})

test('over 10,000 registered members, very unevenly: many branches of one to three', () => {
  const counted = organisations.filter(({ allied }) => !allied)
  const registered = sum(counted.map((organisation) => organisation.registered))
  assert.ok(registered > 10_000 && registered < 12_000, String(registered))
  const twoNew = organisations.filter(({ kind }) => kind === 'twoNew').map((organisation) => organisation.registered)
  assert.ok(twoNew.filter((size) => size <= 3).length >= 150)
  assert.ok(Math.min(...twoNew) === 1 && Math.max(...twoNew) > 100)
})

test('members, 500 activists, 300 volunteers and 1,030 building heads are the people', () => {
  const registered = sum(organisations.map((organisation) => organisation.registered))
  assert.equal(people.length, registered + 500 + 300 + 1030)
  const { full, probationary, activist } = tally(people.flatMap(({ partyStatus }) => partyStatus ?? []))
  assert.equal(full! + probationary!, registered)
  assert.equal(activist, 500)
})

test('on the article’s date each of 1,030 micro-grids has exactly one head, and nobody heads two', () => {
  const at = midnight(district!.articleDate)
  for (const now of [at, at + DAY - 1]) {
    const heads = appointments.filter(
      ({ role, from, to }) => role === 'buildingHead' && Date.parse(from) <= now && (!to || now < Date.parse(to)),
    )
    assert.equal(heads.length, 1030)
    assert.equal(new Set(heads.map(({ gridId }) => gridId)).size, 1030)
    assert.equal(new Set(heads.map(({ personId }) => personId)).size, 1030)
  }
})

test('later some posts are vacant or being handed over, but none is ever held twice', () => {
  const built = createGridTree(grids)
  assert.ok(built.ok)
  const missing = { head: 0, dual: 0, volunteers: 0 }
  let atReference = 0
  for (let now = midnight(district!.articleDate); now <= midnight(district!.referenceDate); now += DAY) {
    const { gaps, rates, sharedHeads } = staffing(built.tree, appointments, now)
    for (const gap of gaps) {
      for (const kind of gap.missing) missing[kind]++
      assert.deepEqual(gap.doubled, [], gap.gridId)
    }
    assert.deepEqual(sharedHeads, [])
    atReference = rates(built.tree.root.id).heads.num
  }
  assert.ok(missing.head > 0 && missing.dual > 0 && missing.volunteers > 0)
  assert.ok(atReference < 1030 && atReference > 1000, `${atReference} heads on the reference date`)
})

test('102 task forces and 97 vanguard teams, each with points', () => {
  const teams = readRecords('teams').filter(({ kind }) => kind !== 'service')
  assert.deepEqual(tally(teams.map(({ kind }) => kind)), { taskForce: 102, vanguard: 97 })
  for (const { id, memberIds, leaderId, pointIds } of teams) {
    assert.ok(pointIds.length > 0, id)
    assert.ok(memberIds.includes(leaderId), id)
  }
})

test('780 groups of the hierarchy and 3,762 of residents; every micro-grid has one of residents', () => {
  const groups = readRecords('groups')
  assert.deepEqual(tally(groups.map(({ kind }) => kind)), { hierarchy: 780, resident: 3762 })
  assert.equal(new Set(groups.filter(({ kind }) => kind === 'resident').map(({ gridId }) => gridId)).size, 1030)
  for (const { id, memberCount, cap } of groups) assert.ok(memberCount <= cap, id)
})

test('every intersection has exactly one sponsoring courtyard branch at any instant from the article’s date on', () => {
  const duties = Map.groupBy(readRecords('intersection-duties'), ({ intersectionId }) => intersectionId)
  const intersections = readRecords('places').filter((place) => place.class === 'intersection')
  assert.equal(duties.size, intersections.length)
  const courtyards = new Set(organisations.filter(({ kind }) => kind === 'courtyard').map(({ id }) => id))
  for (const { id } of intersections) {
    const line = duties.get(id)!.sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
    assert.ok(
      line.every(({ orgId }) => courtyards.has(orgId)),
      id,
    )
    assert.ok(Date.parse(line[0]!.from) <= midnight(district!.articleDate), id)
    line.forEach(({ to }, k) => assert.equal(to, line[k + 1]?.from, id))
  }
})

test('a week of shifts of every kind of post, at hours of the day, with a twenty-seat event', () => {
  const posts = new Map(readRecords('posts').map((post) => [post.id, post]))
  const start = midnight(district!.referenceDate)
  assert.ok(shifts.length > 500 && shifts.length < 2000, String(shifts.length))
  assert.deepEqual(
    new Set(shifts.map(({ postId }) => posts.get(postId)!.kind)),
    new Set(['mobile', 'patrol', 'intersection', 'reportIn', 'evaluationPoint']),
  )
  assert.deepEqual(new Set(shifts.map(({ startsAt }) => Math.floor((Date.parse(startsAt) - start) / DAY))).size, 7)
  for (const { id, postId, startsAt, endsAt, need } of shifts) {
    const { capacity } = posts.get(postId)!
    assert.ok(startsAt.slice(11, 16) >= '07:30' && endsAt.slice(11, 16) <= '21:30' && startsAt < endsAt, id)
    assert.ok(need >= capacity.min && need <= capacity.max && (need <= 6 || need === 20), id)
  }
  assert.ok(shifts.some(({ need }) => need === 20))
})

test('shifts of one post do not overlap', () => {
  for (const line of Map.groupBy(shifts, ({ postId }) => postId).values()) {
    const sorted = line.sort((a, b) => (a.startsAt < b.startsAt ? -1 : 1))
    sorted.slice(1).forEach((shift, k) => assert.ok(sorted[k]!.endsAt <= shift.startsAt, shift.id))
  }
})

test('every post has a week that goes on after the first one, and nothing is wrong with it', () => {
  const posts = readRecords('posts')
  const templates = readRecords('week-templates')
  assert.deepEqual(new Set(templates.map(({ postId }) => postId)).size, posts.length)
  assert.deepEqual(checkPosts(posts, templates), [])
  const last = shifts
    .map(({ endsAt }) => endsAt)
    .sort()
    .at(-1)!
  for (const { id, from } of templates) assert.ok(last < from, `${id} begins on ${from}`)
  const context = { calendar: [], timeZone: district!.timeZone }
  const week = templates.flatMap((template) => shiftsOfWeek(template, template.from, context))
  assert.ok(week.length > 1_000 && week.length < 2_500, String(week.length))
})

test('some shifts and some lines ask for roles, skills and an age; no clean-up does', () => {
  const lines = readRecords('week-templates').flatMap((template) => template.lines)
  for (const list of [shifts, lines]) {
    for (const key of ['mix', 'skills', 'minAge', 'campaign'] as const)
      assert.ok(
        list.some((one) => one[key] !== undefined),
        key,
      )
    for (const { need, mix = [], skills, minAge } of list) {
      assert.ok(sum(mix.map((one) => one.need)) <= need)
      if (need === 20) assert.deepEqual([mix, skills, minAge], [[], undefined, undefined])
    }
  }
})

test('teams and evaluation points name each other, and each point has a team', () => {
  assert.deepEqual(checkTeams(readRecords('evaluation-points'), readRecords('teams')), [])
})

test('posts at evaluation points stand where a task force or a vanguard team answers for a point that did not pass', () => {
  const points = new Map(readRecords('evaluation-points').map((point) => [point.placeId, point]))
  const kindOf = new Map(readRecords('teams').map(({ id, kind }) => [id, kind]))
  const posts = readRecords('posts').filter(({ kind }) => kind === 'evaluationPoint')
  assert.equal(new Set(posts.map(({ placeId }) => placeId)).size, 24)
  for (const { id, placeId, gridId } of posts) {
    const point = points.get(placeId!)!
    assert.deepEqual([point.status, point.gridId], ['fail', gridId], id)
    for (const team of point.ownerTeamIds) assert.ok(['taskForce', 'vanguard'].includes(kindOf.get(team)!), id)
  }
})

test('intersections have one branch at every hour of the week, also while posts there are on duty', () => {
  const duties = readRecords('intersection-duties')
  const required = readRecords('places')
    .filter((place) => place.class === 'intersection')
    .map(({ id }) => ({ intersectionId: id }))
  const from = `${district!.referenceDate}T00:00:00+08:00`
  const to = new Date(Date.parse(from) + 7 * DAY).toISOString()
  const { requiredHours, sponsoredHours, gapHours, doubleHours } = intersectionCover(duties, required, from, to)
  assert.deepEqual([requiredHours, sponsoredHours, gapHours, doubleHours], [126 * 168, 126 * 168, 0, 0])
})

test('issues of the last three weeks in every state, most of them settled', () => {
  const issues = readRecords('issues')
  assert.ok(issues.length >= 1500 && issues.length <= 2000)
  assert.deepEqual(new Set(issues.map(({ state }) => state)), new Set(issueStateSchema.options))
  const open = issues.filter(({ state }) => isOpen(state)).length
  assert.ok(open > 100 && open < issues.length / 2, `${open} open`)
})

test('two weeks of duties that are over: most came, some forgot to check out, nobody was in two places', () => {
  const past = new Map(readRecords('past-shifts').map((shift) => [shift.id, shift]))
  const came = new Map(readRecords('attendances').map((one) => [one.signUpId, one]))
  const seats = readRecords('past-sign-ups').map(({ id, shiftId, ...seat }) => {
    const { startsAt, endsAt } = past.get(shiftId)!
    return { ...seat, slotId: shiftId, startsAt, endsAt, checkedInAt: came.get(id)?.inAt, checkedOutAt: came.get(id)?.outAt }
  })
  const start = Date.parse('2026-06-01T00:00:00+08:00')
  for (const { startsAt, endsAt } of past.values()) {
    assert.ok(Date.parse(startsAt) >= start - 14 * DAY && Date.parse(endsAt) <= start)
  }
  const { minutes, records, people, organisations } = serviceHours(seats, ATTENDANCE_POLICY)
  assert.equal(records.length, seats.length)
  assert.equal(
    minutes,
    records.reduce((sum, one) => sum + countedMinutes(one, ATTENDANCE_POLICY), 0),
    'no hour is given twice',
  )
  assert.ok(people.length > 100 && organisations.length > 50, `${people.length} ${organisations.length}`)
  const share = (of: number) => of / seats.length
  const gone = seats.filter(({ checkedOutAt }) => checkedOutAt !== undefined).length
  assert.ok(share(came.size) > 0.85 && share(came.size) < 0.98 && gone < came.size)
  assert.deepEqual(
    new Set(readRecords('duty-consents').map(({ personId }) => personId)),
    new Set(seats.map(({ personId }) => personId)),
  )
})

test('the company whose intranet is the example has a staff number for each of its people, and several have hours', () => {
  const employees = readRecords('employees')
  const members = readRecords('memberships').filter(({ orgId, to }) => orgId === INTRANET && to === undefined)
  assert.deepEqual(new Set(employees.map(({ personId }) => personId)), new Set(members.map(({ personId }) => personId)))
  assert.deepEqual(new Set(employees.map(({ orgId }) => orgId)), new Set([INTRANET]))
  assert.equal(new Set(employees.map(({ staffNumber }) => staffNumber)).size, members.length)
  const gone = new Set(readRecords('attendances').flatMap(({ signUpId, outAt }) => (outAt === undefined ? [] : signUpId)))
  const served = readRecords('past-sign-ups').filter(({ id, orgId }) => orgId === INTRANET && gone.has(id))
  assert.ok(new Set(served.map(({ personId }) => personId)).size >= 6)
})
