import type { RosterNotice, RosterNoticeTopic } from '@wangge/core/roster/schema'
import { sql } from 'kysely'
import type { Context } from '../context.ts'
import { staffNumberPlace } from '../privacy/sealed-fields.ts'
import type { WaitingNotice } from '../storage/notice-queue.ts'
import type { NoticeTargetRow } from '../storage/notice-targets.ts'

interface Row {
  key: string
  slotId: string
  startsAt: string
  endsAt: string
  cancelReason: 'weather' | 'holiday' | 'other' | null
  postId: string
  kind: NonNullable<RosterNotice['shift']>['post']['kind']
  name: { zh: string; en: string }
  gridId: string
  signUpId: string | null
  orgId: string | null
  personId: string | null
  numberHash: string | null
  numberSealed: string | null
}

/**
 * What waits of the roster as it is told to a target. What is about nobody any more (they were erased, or the shift is gone) is left out. Who
 * somebody is in their own house is opened here, for that house alone, and stands in no queue.
 */
export async function rosterNotices(
  context: Context,
  target: Pick<NoticeTargetRow, 'org_id'>,
  waiting: readonly WaitingNotice[],
): Promise<RosterNotice[]> {
  const { tree } = await context.reference.current()
  const rows = new Map((await rowsOf(context, waiting)).map((row) => [row.key, row]))
  return waiting.flatMap(({ id, place, topic, slotId, facts, at, queuedAt }): RosterNotice[] => {
    const told = { id: `${id}.${place}`, topic: topic as RosterNoticeTopic, at: at ?? queuedAt, facts: facts ?? {} }
    if (slotId === null) return [told]
    const row = rows.get(String(place))
    if (!row) return []
    const grid = tree.get(row.gridId) ? tree.path(row.gridId).map(({ id: gridId, name }) => ({ id: gridId, name })) : []
    const { postId, kind, name, startsAt, endsAt, cancelReason } = row
    const reason = topic === 'roster.called-off' ? (told.facts.reason ?? cancelReason ?? undefined) : undefined
    return [
      {
        ...told,
        facts: { ...told.facts, ...(reason !== undefined && { reason }) },
        shift: { id: row.slotId, post: { id: postId, kind, name }, grid, startsAt, endsAt },
        ...dutyOf(context, target, row),
      },
    ]
  })
}

function dutyOf({ districtId, keyring }: Context, { org_id: ownOrgId }: Pick<NoticeTargetRow, 'org_id'>, row: Row) {
  const { signUpId, orgId, personId, numberHash, numberSealed } = row
  if (orgId === null || personId === null) return {}
  const isOwn = ownOrgId === orgId && numberHash !== null && numberSealed !== null
  const subject = isOwn ? keyring.open(numberSealed, staffNumberPlace(districtId, numberHash)) : undefined
  return { duty: { ...(signUpId !== null && { signUpId }), orgId, personId, ...(subject !== undefined && { subject }) } }
}

async function rowsOf({ db, districtId }: Context, waiting: readonly WaitingNotice[]): Promise<Row[]> {
  const asked = waiting.map(({ place, slotId, signUpId, facts }) => {
    // Of a swap by itself it is about whoever has no place in the shift.
    const { swapId, swap } = (signUpId === null && facts) || {}
    return { key: String(place), slotId, signUpId, swapId, swap }
  })
  const { rows } = await sql<Row>`
    select asked.key, shifts.id as "slotId", shifts.starts_at as "startsAt", shifts.ends_at as "endsAt",
      shifts.cancel_reason as "cancelReason", posts.id as "postId", posts.kind, posts.name, posts.grid_id as "gridId",
      sign_ups.id as "signUpId", whose.org_id as "orgId", whose.person_id as "personId",
      employees.number_hash as "numberHash", employees.number_sealed as "numberSealed"
    from jsonb_to_recordset(${JSON.stringify(asked)}::jsonb) as asked(
      key text, "slotId" text, "signUpId" text, "swapId" text, swap text)
    join shifts on shifts.district_id = ${districtId} and shifts.id = asked."slotId"
    join posts on posts.district_id = shifts.district_id and posts.id = shifts.post_id
    left join sign_ups on sign_ups.district_id = shifts.district_id and sign_ups.id = asked."signUpId"
    left join swaps on swaps.district_id = shifts.district_id and swaps.id = asked."swapId"
    left join lateral (
      select coalesce(sign_ups.org_id, swaps.org_id) as org_id,
        coalesce(sign_ups.person_id, case asked.swap when 'offered' then swaps.to_person_id else swaps.taker_id end) as person_id
    ) as whose on true
    left join employees on employees.district_id = shifts.district_id and employees.org_id = whose.org_id
      and employees.person_id = whose.person_id
    where coalesce(asked."signUpId", asked."swapId") is null or whose.person_id not like 'erased-%'`.execute(db)
  return rows
}
