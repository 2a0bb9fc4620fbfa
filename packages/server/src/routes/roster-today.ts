import { attendancePolicy, isHostedToday, localDate } from '@wangge/core/roster'
import { rosterWeekSchema } from '@wangge/core/roster/schema'
import { principalName } from '../auth/principal.ts'
import type { Staff } from '../auth/principal.ts'
import { reachedSubtree } from '../auth/reached-subtree.ts'
import { operation } from '../operation.ts'
import { withHostWords } from '../privacy/with-host-words.ts'
import { withNames } from '../privacy/with-names.ts'
import { noQuerySchema } from '../schema.ts'
import { recordAct } from '../storage/audit.ts'
import { readRosterWeek } from '../storage/roster-week.ts'
import type { BareRosterWeek } from '../storage/roster-week.ts'

const DAY_MS = 86_400_000

type Slot = BareRosterWeek['slots'][number]

export const getRosterToday = operation({
  method: 'GET',
  path: '/v1/roster/today',
  id: 'getRosterToday',
  summary: 'The shifts of today at the posts of a building head’s own micro-grid, with who has a seat; the reading is audited',
  access: ['staff'],
  roles: ['buildingHead'],
  scope: 'subtree',
  query: noQuerySchema,
  answers: { 200: { description: 'One day; and what else people check in or out at now', schema: rosterWeekSchema } },
  async handle({ context, principal, now }) {
    const { db, districtId } = context
    const { tree, timeZone, policy } = await context.reference.current()
    // What they may do besides gives them no more of this.
    const grants = (principal as Staff).grants.filter(({ role }) => role === 'buildingHead')
    const gridIds = reachedSubtree(grants, undefined, tree)
    const { opensBeforeMinutes, closesAfterMinutes } = attendancePolicy(policy.attendance)
    const attendance = { opensBeforeMinutes, closesAfterMinutes }
    const today = localDate(now, timeZone)
    const around = { from: localDate(now - DAY_MS, timeZone), days: 3, timeZone, now, gridIds, orgIds: [] }
    const isAsked = (slot: Pick<Slot, 'startsAt' | 'endsAt'>) => isHostedToday(slot, { now, timeZone, policy: attendance })
    const bare = await readRosterWeek(db, districtId, { ...around, isAsked })
    const slots = bare.slots.map((slot) => ({ ...slot, people: slot.people.filter(isSeated).map(toGreet) }))
    for (const { gridId } of grants)
      await recordAct(context, { now, actor: principalName(principal), action: 'read-roster', subject: gridId! })
    const named = new Set(slots.flatMap(({ people, sponsorId }) => [...people.map(({ orgId }) => orgId), sponsorId]))
    const week = {
      ...bare,
      timeZone,
      attendance,
      days: bare.days.filter(({ date }) => date === today),
      slots: await withHostWords(context, await withNames(context, slots, { seesMinors: false }), principal),
      organisations: bare.organisations.filter(({ id }) => named.has(id)),
    }
    return { status: 200, body: { asOf: new Date(now).toISOString(), ...week }, tag: week }
  },
})

/** Who waits or is asked is not there to be greeted. */
const isSeated = ({ state }: Slot['people'][number]): boolean => state === 'seated'

/** What whoever stands at the post needs of somebody: who they are and whether they have come. */
const toGreet = ({ signUpId, personId, state, orgId, by, role, attendance }: Slot['people'][number]) => ({
  ...{ signUpId, personId, state, orgId, by },
  ...(role !== undefined && { role }),
  ...(attendance !== undefined && { attendance }),
})
