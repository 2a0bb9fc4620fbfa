import { intersectionCover } from '@wangge/core/roster'
import { intersectionCoverSchema } from '@wangge/core/roster/schema'
import type { Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import { operation } from '../operation.ts'
import { ProblemError } from '../problem.ts'
import { coverQuerySchema } from '../schema.ts'
import { dutyHours, listIntersections } from '../storage/intersections.ts'
import { listOrganisations } from '../storage/organisations.ts'
import { intersectionDuties } from '../storage/posts.ts'

const LONGEST_DAYS = 400
const DAY_MS = 86_400_000

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
