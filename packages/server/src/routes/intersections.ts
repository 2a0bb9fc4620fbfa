import { intersectionCover } from '@wangge/core/roster'
import { intersectionCoverSchema, intersectionListSchema } from '@wangge/core/roster/schema'
import type { Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import { operation } from '../operation.ts'
import { ProblemError } from '../problem.ts'
import { coverQuerySchema, intersectionsQuerySchema } from '../schema.ts'
import { dutyHours, listIntersections } from '../storage/intersections.ts'
import { listOrganisations } from '../storage/organisations.ts'
import { intersectionDuties } from '../storage/posts.ts'

const LONGEST_DAYS = 400
const DAY_MS = 86_400_000

export const getIntersections = operation({
  method: 'GET',
  path: '/v1/intersections',
  id: 'listIntersections',
  summary: 'Intersections of a subtree with the branch that each is with, from when until when',
  access: ['staff'],
  roles: ['street', 'community', 'inspector', 'auditor'],
  scope: 'subtree',
  query: intersectionsQuerySchema,
  answers: { 200: { description: 'In the order of their ids', schema: intersectionListSchema } },
  async handle({ context: { db, districtId, reference }, principal, query: { gridId }, now }) {
    const { tree } = await reference.current()
    const places = await listIntersections(db, districtId, reachedSubtree((principal as Staff).grants, gridId, tree))
    const dutiesAt = new Map(places.map(({ id }) => [id, [] as { orgId: string; from: string; to?: string }[]]))
    for (const { intersectionId, ...duty } of await intersectionDuties(db, districtId)) dutiesAt.get(intersectionId)?.push(duty)
    const intersections = places.map((place) => {
      const duties = dutiesAt.get(place.id)!.sort((one, other) => Date.parse(one.from) - Date.parse(other.from))
      return { ...place, duties }
    })
    const named = new Set(intersections.flatMap(({ duties }) => duties.map(({ orgId }) => orgId)))
    const all = named.size > 0 ? await listOrganisations(db, districtId) : []
    const organisations = all.filter(({ id }) => named.has(id)).map(({ id, name }) => ({ id, name }))
    const tag = { intersections, organisations }
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...tag }, tag }
  },
})

export const getIntersectionCover = operation({
  method: 'GET',
  path: '/v1/intersections/cover',
  id: 'getIntersectionCover',
  summary: 'Whether each intersection has exactly one branch at each instant of a time: gaps and doubles with their hours',
  access: ['staff'],
  roles: ['street', 'community', 'inspector', 'auditor'],
  scope: 'subtree',
  query: coverQuerySchema,
  answers: { 200: { description: 'In the order of their ids', schema: intersectionCoverSchema } },
  async handle({ context: { db, districtId, reference }, principal, query: { from, to, hours = 'all', gridId }, now }) {
    expectTime(from, to)
    const { tree } = await reference.current()
    const intersections = await listIntersections(db, districtId, reachedSubtree((principal as Staff).grants, gridId, tree))
    const onDuty = hours === 'duty' ? await dutyHours(db, districtId, { from, to }) : undefined
    const required = intersections.map(({ id }) => ({
      intersectionId: id,
      ...(onDuty && { during: onDuty.get(id) ?? [] }),
    }))
    const cover = intersectionCover(await intersectionDuties(db, districtId), required, from, to)
    const told = cover.intersections.map((one, index) => {
      const { name, gridIds } = intersections[index]!
      return { ...one, name, gridIds }
    })
    const twice = new Set(told.flatMap(({ doubles }) => doubles.flatMap(({ orgIds }) => orgIds)))
    const organisations = twice.size > 0 ? await listOrganisations(db, districtId) : []
    const named = organisations.filter(({ id }) => twice.has(id)).map(({ id, name }) => ({ id, name }))
    const tag = { ...cover, from, to, intersections: told, organisations: named }
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...tag }, tag }
  },
})

/** @throws ProblemError 400 `invalid-query` */
function expectTime(from: string, to: string): void {
  const days = (Date.parse(to) - Date.parse(from)) / DAY_MS
  if (days > 0 && days <= LONGEST_DAYS) return
  const errors = [{ path: ['to'], code: 'out-of-range', message: `Expected at most ${LONGEST_DAYS} days after from` }]
  throw new ProblemError(400, 'invalid-query', 'The query is not as expected', { errors })
}
