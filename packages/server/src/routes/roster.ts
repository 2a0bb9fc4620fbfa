import { reachesDistrict } from '@wangge/core/access'
import { maskName } from '@wangge/core/privacy'
import { rosterSchema } from '@wangge/core/roster/schema'
import type { Roster } from '@wangge/core/roster/schema'
import { stringify } from 'csv-stringify/sync'
import { expectOwnOrganisation } from '../auth/own-organisation.ts'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { operation } from '../operation.ts'
import type { Call } from '../operation.ts'
import { notFound } from '../problem.ts'
import { staffNumberPlace } from '../privacy/sealed-fields.ts'
import { noQuerySchema } from '../schema.ts'
import { appendAudit } from '../storage/audit.ts'
import { findOrganisation } from '../storage/organisations.ts'
import { findPeople } from '../storage/people.ts'
import { rosterRows } from '../storage/sign-ups.ts'

const DAY_MS = 86_400_000
/** Shown for somebody of whom nothing is known any more. */
const ERASED = '—'

const RULES = { access: ['staff'], roles: ['street', 'liaison'], scope: 'organisation', query: noQuerySchema } as const

export const getRoster = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/organisations/{id}/sign-ups',
  id: 'listOrganisationSignUps',
  summary: 'Who of an organisation comes when, from a week ago to a month ahead; the reading is audited',
  answers: { 200: { description: 'By start', schema: rosterSchema } },
  async handle(call) {
    const entries = await readRoster(call)
    return { status: 200, body: { asOf: new Date(call.now).toISOString(), entries }, tag: entries }
  },
})

export const getRosterCsv = operation({
  ...RULES,
  method: 'GET',
  path: '/v1/organisations/{id}/sign-ups.csv',
  id: 'exportOrganisationSignUps',
  summary: 'The same as a table for a spreadsheet; no cell is taken for a formula',
  answers: { 200: { description: 'UTF-8 with a byte order mark', type: 'text/csv' } },
  async handle(call) {
    const rows = (await readRoster(call)).map(({ post, staffNumber = '', ...entry }) => [
      entry.startsAt,
      entry.endsAt,
      post.zh,
      post.en,
      entry.name,
      staffNumber,
      entry.state,
    ])
    const columns = ['starts', 'ends', '岗位', 'post', 'name', 'staff number', 'state']
    const body = stringify([columns, ...rows], { bom: true, escape_formulas: true, record_delimiter: 'windows' })
    const headers = {
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': 'attachment; filename="sign-ups.csv"',
      'cache-control': 'no-store',
    }
    return new Response(body, { status: 200, headers })
  },
})

async function readRoster({ context, principal, params, now }: Call<unknown, unknown>): Promise<Roster['entries']> {
  const { db, districtId, keyring } = context
  const orgId = params.id!
  const { tree } = await context.reference.current()
  expectOwnOrganisation(principal, orgId, tree)
  if (!(await findOrganisation(db, districtId, orgId))) throw notFound('unknown-organisation', 'There is no such organisation')
  const span = { from: new Date(now - 7 * DAY_MS).toISOString(), to: new Date(now + 31 * DAY_MS).toISOString() }
  const rows = await rosterRows(db, districtId, { orgId, ...span })
  const people = await findPeople(db, context, [...new Set(rows.map(({ personId }) => personId))])
  const known = new Map(people.map((one) => [one.id, one]))
  const isStreet = (principal as Staff).grants.some((grant) => reachesDistrict(grant, tree))
  const act = { at: new Date(now).toISOString(), actor: principalName(principal), action: 'read-roster', subject: orgId }
  await db.transaction().execute((tx) => appendAudit(tx, context, act))
  return rows.map(({ numberHash, numberSealed, ...entry }) => {
    const { name = ERASED, minor = false } = known.get(entry.personId) ?? {}
    // A minor is masked for everybody but the street, and a number would name them again.
    if (minor && !isStreet) return { ...entry, name: name === ERASED ? ERASED : maskName(name) }
    if (numberHash === null || numberSealed === null) return { ...entry, name }
    return { ...entry, name, staffNumber: keyring.open(numberSealed, staffNumberPlace(districtId, numberHash)) }
  })
}
