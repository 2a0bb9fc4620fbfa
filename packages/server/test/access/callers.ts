import { staffRoleSchema } from '@wangge/core/access/schema'
import type { StaffRole } from '@wangge/core/access/schema'
import { createContext } from '../../src/context.ts'
import { createSession } from '../../src/storage/sessions.ts'
import { nextUlid } from '../harness.ts'
import type { Caller as HarnessCaller, District } from '../harness.ts'
import type { Caller } from './rule.ts'
import { GRID_APPOINTMENTS, personOf, POSTINGS } from './two-communities.ts'
import type { Posting } from './two-communities.ts'

/** A column of the matrix. */
export interface Column {
  name: string
  caller: Caller
  headers: Record<string, string>
  /** The same again, where a call is the end of whoever makes it. */
  standIn(): Promise<Column>
}

interface Place {
  gridId?: string
  orgId?: string
}

const PLACES: Record<StaffRole, { here: Place; there: Place }> = {
  street: { here: { gridId: 'root' }, there: { gridId: 'south' } },
  community: placeOf('community'),
  estateWorker: placeOf('estateWorker'),
  buildingHead: placeOf('buildingHead'),
  liaison: { here: { orgId: 'org-a' }, there: { orgId: 'org-b' } },
  inspector: { here: { gridId: 'north' }, there: { gridId: 'south' } },
  auditor: { here: { gridId: 'root' }, there: { gridId: 'south' } },
}

function placeOf(role: keyof typeof GRID_APPOINTMENTS) {
  const { here, there } = GRID_APPOINTMENTS[role]
  return { here: { gridId: here }, there: { gridId: there } }
}

/** Roles that the setting gives by a post, as liaison or as chief; the others are given by role. */
const isSeeded = (role: StaffRole, posting: Posting): boolean =>
  role in GRID_APPOINTMENTS ||
  (role === 'street' && posting === 'here') ||
  (role === 'liaison' && (posting === 'here' || posting === 'there'))

export async function makeColumns(district: District): Promise<Column[]> {
  const plain: [string, HarnessCaller, Caller][] = [
    ['nobody', 'nobody', { kind: 'none' }],
    ['admin secret', 'admin', { kind: 'admin' }],
    ['public key', 'public', { kind: 'public' }],
    ['key of the organisation', 'org', { kind: 'org', orgId: 'org-a' }],
    ['key of another organisation', 'otherOrg', { kind: 'org', orgId: 'org-b' }],
    ['token of a community', 'community', { kind: 'staff', role: 'community', gridId: 'north' }],
  ]
  const columns = plain.map(([name, as, caller]) => {
    const column: Column = { name, caller, headers: district.headersOf(as), standIn: async () => column }
    return column
  })
  const people = [
    employee(district, 'person of the organisation', 'org-a', 'A1'),
    employee(district, 'colleague', 'org-a', 'A2'),
    employee(district, 'person of another organisation', 'org-b', 'B1'),
  ]
  const staff: Column[] = []
  for (const role of staffRoleSchema.options) {
    for (const posting of Object.keys(POSTINGS) as Posting[]) staff.push(await staffColumn(district, role, posting))
  }
  return [...columns, ...people, ...staff]
}

function employee(district: District, name: string, orgId: 'org-a' | 'org-b', number: string): Column {
  const as: HarnessCaller = `${orgId === 'org-a' ? 'employee' : 'otherEmployee'}:${number}`
  const caller: Caller = { kind: 'person', orgId, person: number }
  const standIn = async () => employee(district, name, orgId, nextUlid())
  return { name, caller, headers: district.headersOf(as), standIn }
}

const SAYS: Record<Posting, string> = { here: 'in reach', there: 'out of reach', ended: 'ended', coming: 'not yet begun' }

async function staffColumn(
  district: District,
  role: StaffRole,
  posting: Posting,
  personId = personOf(role, posting),
): Promise<Column> {
  const isStandIn = personId !== personOf(role, posting)
  const place = PLACES[role][posting === 'there' ? 'there' : 'here']
  if (isStandIn || !isSeeded(role, posting)) {
    const body = { personId, role, ...place, ...POSTINGS[posting] }
    await expectOk(district.call('POST', '/v1/admin/role-appoint', { as: 'admin', body }))
  }
  const isUnappointed = posting === 'ended' || posting === 'coming'
  const caller: Caller = { kind: 'staff', role, ...place, person: personId, ...(isUnappointed && { isUnappointed: true }) }
  const standIn = async () => {
    const id = nextUlid()
    await expectOk(district.post('/v1/people', { id, name: '代班人' }, 'street'))
    return staffColumn(district, role, posting, id)
  }
  return { name: `${role}, ${SAYS[posting]}`, caller, headers: await sessionOf(district, personId), standIn }
}

/** Of a person who signed in at this moment. */
export async function sessionOf({ database, keyring, clock }: District, personId: string): Promise<Record<string, string>> {
  const context = createContext({ database, keyring, clock: () => clock.now })
  return { authorization: `Bearer ${(await createSession(context, personId)).token}` }
}

export async function expectOk<T extends { status: number; body: unknown }>(asked: Promise<T>): Promise<T> {
  const answer = await asked
  if (answer.status < 400) return answer
  throw new Error(`Expected the setting to be made, got ${answer.status} ${JSON.stringify(answer.body)}`)
}
