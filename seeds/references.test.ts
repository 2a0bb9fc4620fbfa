import assert from 'node:assert/strict'
import { test } from 'node:test'
import { createGridTree } from '@wangge/core/grid'
import { readRecords } from './read-data.ts'
import type { FileName } from './read-data.ts'

const grids = readRecords('grids')
const built = createGridTree(grids)
assert.ok(built.ok)
const { tree } = built

const idsOf = (name: FileName) => new Set(readRecords(name).flatMap((record) => ('id' in record ? [record.id] : [])))
const ids = {
  grid: idsOf('grids'),
  place: idsOf('places'),
  org: idsOf('organisations'),
  person: idsOf('people'),
  team: idsOf('teams'),
  point: idsOf('evaluation-points'),
  post: idsOf('posts'),
  category: idsOf('categories'),
  pastShift: idsOf('past-shifts'),
  signUp: idsOf('past-sign-ups'),
}

/** Fields that name a record of another file; lists of ids as well. */
const REFERENCES: Partial<Record<FileName, Record<string, keyof typeof ids>>> = {
  grids: { parentId: 'grid' },
  buildings: { gridId: 'grid' },
  places: { gridIds: 'grid' },
  organisations: { superiorId: 'org', gridId: 'grid', liaisonId: 'person' },
  memberships: { personId: 'person', orgId: 'org' },
  employees: { personId: 'person', orgId: 'org' },
  registrations: { personId: 'person', communityId: 'grid', microGridId: 'grid' },
  appointments: { personId: 'person', gridId: 'grid', appointedBy: 'org' },
  teams: { leaderId: 'person', memberIds: 'person', pointIds: 'point', orgId: 'org' },
  'evaluation-points': { placeId: 'place', gridId: 'grid', ownerTeamIds: 'team' },
  'intersection-duties': { intersectionId: 'place', orgId: 'org' },
  posts: { gridId: 'grid', placeId: 'place' },
  shifts: { postId: 'post' },
  'past-shifts': { postId: 'post' },
  'past-sign-ups': { shiftId: 'pastShift', orgId: 'org', personId: 'person' },
  'duty-consents': { personId: 'person' },
  attendances: { signUpId: 'signUp' },
  'week-templates': { postId: 'post' },
  groups: { gridId: 'grid', ownerPersonId: 'person' },
  categories: { parentId: 'category' },
  issues: { categoryId: 'category', gridPath: 'grid' },
}

for (const [name, fields] of Object.entries(REFERENCES) as [FileName, Record<string, keyof typeof ids>][]) {
  test(`${name}.json names only records that are there`, () => {
    const used = new Set<string>()
    for (const record of readRecords(name) as unknown as Record<string, unknown>[]) {
      for (const [field, target] of Object.entries(fields)) {
        for (const id of [record[field] ?? []].flat() as string[]) {
          assert.ok(ids[target].has(id), `${name}.${field}: ${id}`)
          used.add(field)
        }
      }
    }
    assert.deepEqual([...used].sort(), Object.keys(fields).sort(), 'every field of the table is in use')
  })
}

const memberships = Map.groupBy(readRecords('memberships'), ({ personId }) => personId)
const present = new Map([...memberships].map(([personId, list]) => [personId, list.find(({ to }) => to === undefined)!.orgId]))
const organisations = new Map(readRecords('organisations').map((organisation) => [organisation.id, organisation]))
const communityOf = (gridId: string | undefined) => (gridId === undefined ? undefined : tree.path(gridId)[1]?.id)

test('whoever is excused from what is owed each day is an organisation', () => {
  for (const { plan } of readRecords('quota-plans')) for (const { orgId } of plan.exempt) assert.ok(ids.org.has(orgId), orgId)
})

test('a person is at home in one organisation at a time', () => {
  for (const [personId, list] of memberships) {
    const line = list.sort((a, b) => Date.parse(a.from) - Date.parse(b.from))
    line.forEach(({ from, to }, k) => {
      assert.ok(to === undefined || Date.parse(from) < Date.parse(to), personId)
      if (k + 1 < line.length) assert.ok(to !== undefined && Date.parse(to) <= Date.parse(line[k + 1]!.from), personId)
    })
    assert.equal(line.filter(({ to }) => to === undefined).length, 1, personId)
  }
})

test('an organisation has as many members on its roll as it says, and all members are full or probationary', () => {
  const rolls = Map.groupBy(present.values(), (orgId) => orgId)
  for (const { id, registered } of organisations.values()) assert.equal(rolls.get(id)?.length ?? 0, registered, id)
  for (const { id, partyStatus } of readRecords('people'))
    assert.equal(present.has(id), partyStatus === 'full' || partyStatus === 'probationary', id)
})

test('the liaison of every two-new organisation is one of its members', () => {
  for (const { id, kind, liaisonId } of organisations.values()) {
    if (kind !== 'twoNew') continue
    assert.equal(present.get(liaisonId!), id)
  }
})

test('dual registrants report to a community that is not their organisation’s; nobody is registered twice', () => {
  const registrations = readRecords('registrations')
  const dual = registrations.filter(({ kind }) => kind === 'dual')
  assert.ok(dual.length > 1030)
  for (const { personId, communityId } of dual)
    assert.notEqual(communityOf(organisations.get(present.get(personId)!)!.gridId), communityId, personId)
  assert.equal(new Set(registrations.map(({ personId }) => personId)).size, registrations.length)
  for (const { microGridId, communityId } of registrations) if (microGridId) assert.equal(communityOf(microGridId), communityId)
})

test('whoever serves a micro-grid as dual registrant is registered there', () => {
  const registered = new Map(
    readRecords('registrations').map(({ personId, microGridId, kind }) => [personId, { microGridId, kind }]),
  )
  for (const { role, personId, gridId } of readRecords('appointments')) {
    if (role === 'dualPrimary' || role === 'dualReserve')
      assert.deepEqual(registered.get(personId), { microGridId: gridId, kind: 'dual' })
  }
})

test('every role is appointed at its own level, and no appointment ends before it begins', () => {
  const levels = {
    buildingHead: ['micro'],
    dualPrimary: ['micro'],
    dualReserve: ['micro'],
    volunteer: ['micro'],
    gridWorker: ['estate'],
    gridChief: ['community', 'subdistrict'],
  }
  for (const { id, role, gridId, from, to } of readRecords('appointments')) {
    assert.ok(levels[role].includes(tree.get(gridId)!.level), id)
    assert.ok(to === undefined || Date.parse(from) < Date.parse(to), id)
  }
})

test('a point is owned by the teams that name it, and the other way round', () => {
  const points = new Map(readRecords('evaluation-points').map((point) => [point.id, point.ownerTeamIds]))
  for (const { id, pointIds } of readRecords('teams')) for (const point of pointIds) assert.ok(points.get(point)!.includes(id))
  const teams = new Map(readRecords('teams').map((team) => [team.id, team.pointIds]))
  for (const [point, owners] of points) for (const owner of owners) assert.ok(teams.get(owner)!.includes(point))
})

test('a sponsored intersection lies in the sponsor’s own community', () => {
  const places = new Map(readRecords('places').map((place) => [place.id, place]))
  for (const { intersectionId, orgId } of readRecords('intersection-duties')) {
    const around = places.get(intersectionId)!.gridIds.map(communityOf)
    assert.ok(around.includes(communityOf(organisations.get(orgId)!.gridId)), intersectionId)
  }
})

test('siblings have different names, and the pinyin of an estate is its English name’s', () => {
  for (const { id } of grids) {
    const names = tree.children(id).map(({ name }) => name.zh)
    assert.equal(new Set(names).size, names.length, id)
  }
  for (const { level, name, pinyin, placeClasses } of grids) {
    if (level !== 'estate' || placeClasses?.includes('park')) continue
    const [stem] = name.en.split(' ')
    assert.ok(pinyin!.replaceAll(' ', '').startsWith(stem!.toLowerCase()), `${name.zh} ${name.en} ${pinyin}`)
  }
})
