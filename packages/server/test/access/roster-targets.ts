import { nextUlid, signUpCommand } from '../harness.ts'
import type { Caller as HarnessCaller, District } from '../harness.ts'
import { expectOk } from './callers.ts'
import type { Owner } from './rule.ts'
import { HERE, PAST_SLOTS, ROOMY, SLOTS, SOMEBODY, THERE } from './setting.ts'
import { storedPlan } from '../suites/drafted-plan.ts'
import type { Ask, Side, Spec } from './targets.ts'

type Place = 'here' | 'there'
type Both = (part: readonly (keyof Owner)[], side: (place: Place) => Omit<Side, 'owner'>) => { here: Side; there: Side }

const ORGS = { here: HERE.orgId, there: THERE.orgId }
const EMPLOYEES: Record<Place, HarnessCaller> = { here: 'employee:A1', there: 'otherEmployee:B1' }
const CONSENT = { purpose: 'volunteer-duty', version: 1 }
/** That a plan may be made for by its chief. */
const COMMUNITIES: Record<Place, string> = { here: 'north', there: 'south' }
const NO_PATH = 'The path names nobody'

/** What the calls about offers, invitations, swaps and no-shows are made on. */
export async function rosterTargets(
  district: District,
  both: Both,
  signUps: Record<Place, string>,
): Promise<Record<string, Spec>> {
  const { db } = district.database
  const newEmployee = (at: Place): HarnessCaller => `${at === 'here' ? 'employee' : 'otherEmployee'}:${nextUlid()}`
  let ordinal = 10_000

  async function seat(at: Place, as: HarnessCaller): Promise<string> {
    // Whoever calls may have had a seat here before.
    await db.updateTable('sign_ups').set({ state: 'cancelled' }).where('shift_id', '=', ROOMY).execute()
    const command = signUpCommand({ slotId: ROOMY, orgId: ORGS[at] })
    await expectOk(district.post('/v1/sign-ups', command, as))
    return command.id
  }
  async function swap(at: Place, as: HarnessCaller): Promise<string> {
    const id = nextUlid()
    await expectOk(district.post('/v1/swaps', { id, signUpId: await seat(at, as) }, as))
    return id
  }
  const personOf = async (signUpId: string) =>
    (await db.selectFrom('sign_ups').select('person_id').where('id', '=', signUpId).executeTakeFirstOrThrow()).person_id
  async function acceptedSwap(at: Place): Promise<string> {
    const takerId = await personOf(await seat(at, newEmployee(at)))
    const id = await swap(at, newEmployee(at))
    await db.updateTable('swaps').set({ state: 'accepted', taker_id: takerId }).where('id', '=', id).execute()
    return id
  }
  async function begun(at: Place): Promise<string> {
    const id = await seat(at, newEmployee(at))
    await db.updateTable('sign_ups').set({ shift_id: PAST_SLOTS[at], ordinal: ordinal++ }).where('id', '=', id).execute()
    return id
  }
  const onSignUp = (verb: string, signUpId: string): Ask => ({
    path: `/v1/sign-ups/${signUpId}/${verb}`,
    body: { id: nextUlid(), signUpId },
  })
  const onSwap = (verb: string, swapId: string, more: object = {}): Ask => ({
    path: `/v1/swaps/${swapId}/${verb}`,
    body: { id: nextUlid(), swapId, ...more },
  })
  const post = ({ path, body }: Ask, as: HarnessCaller) => district.post(path, body as { id: string }, as)

  const absent = { here: await begun('here'), there: await begun('there') }
  const withdrawn = { here: await swap('here', EMPLOYEES.here), there: await swap('there', EMPLOYEES.there) }
  for (const at of ['here', 'there'] as const) {
    await expectOk(post(onSwap('withdraw', withdrawn[at]), EMPLOYEES[at]))
    const profile = { id: nextUlid(), skills: [`known-${at}`] }
    await expectOk(district.post('/v1/me/volunteer-profile', profile, EMPLOYEES[at]))
  }

  const named = (path: string): Spec => ({
    kind: 'organisation',
    ...both(['orgId', 'gridPath'], (at) => ({
      record: ORGS[at],
      ask: async () => ({
        path: `/v1/organisations/${ORGS[at]}/${path}`,
        body: { id: nextUlid(), slotId: SLOTS[at], people: [{ personId: SOMEBODY[at].id }] },
      }),
    })),
  })
  const marked = (verb: string): Spec => ({
    kind: 'sign-up',
    ...both(['orgId', 'gridPath'], (at) => ({ record: absent[at], ask: async () => onSignUp(verb, absent[at]) })),
  })
  const waiting = { here: await acceptedSwap('here'), there: await acceptedSwap('there') }
  const decided = (verb: string): Spec => ({
    kind: 'swap',
    ...both(['orgId'], (at) => ({
      record: waiting[at],
      ask: async (caller) => onSwap(verb, caller ? await acceptedSwap(at) : waiting[at]),
    })),
  })
  const offered = { here: await swap('here', EMPLOYEES.here), there: withdrawn.there }
  const newPlan = (at: Place, state: 'queued' | 'done') => storedPlan(district, { gridId: COMMUNITIES[at], state })
  const plans = { here: await newPlan('here', 'done'), there: await newPlan('there', 'done') }
  const waitingPlans = { here: await newPlan('here', 'queued'), there: await newPlan('there', 'queued') }
  const ofPlan = (part: string): Spec => ({
    kind: 'plan',
    ...both(['gridPath'], (at) => ({ record: plans[at], ask: async () => ({ path: `/v1/roster-plans/${plans[at]}${part}` }) })),
  })
  const toPlan = (verb: string, state: 'queued' | 'done'): Spec => ({
    kind: 'plan',
    ...both(['gridPath'], (at) => ({
      record: plans[at],
      async ask(caller) {
        const planId = caller ? await newPlan(at, state) : { queued: waitingPlans, done: plans }[state][at]
        return { path: `/v1/roster-plans/${planId}/${verb}`, body: { id: nextUlid(), planId } }
      },
    })),
  })
  return {
    planRoster: {
      kind: 'place',
      ...both(['gridPath'], (at) => ({
        record: COMMUNITIES[at],
        ask: async () => ({
          path: '/v1/roster-plans',
          body: { id: nextUlid(), from: '2026-07-01', days: 1, gridId: COMMUNITIES[at] },
        }),
      })),
    },
    listRosterPlans: {
      kind: 'grid',
      ...both(['gridPath'], (at) => ({
        record: COMMUNITIES[at],
        ask: async () => ({ path: `/v1/roster-plans?gridId=${COMMUNITIES[at]}` }),
      })),
    },
    getRosterPlan: ofPlan(''),
    followRosterPlan: ofPlan('/events'),
    getRosterDraft: ofPlan('/draft'),
    compareRosterPlan: ofPlan('/comparison'),
    getRosterPlanProblem: ofPlan('/problem'),
    cancelRosterPlan: toPlan('cancel', 'queued'),
    publishRosterPlan: toPlan('publish', 'done'),
    confirmSignUp: {
      kind: 'sign-up',
      ...both(['person', 'orgId'], (at) => ({ record: signUps[at], ask: async () => onSignUp('confirm', signUps[at]) })),
    },
    nameVolunteers: named('sign-ups'),
    inviteVolunteers: named('invitations'),
    markNoShow: marked('no-show'),
    excuseAbsence: marked('excuse'),
    offerSwap: {
      kind: 'sign-up',
      ...both(['person', 'orgId'], (at) => ({
        record: signUps[at],
        async ask(caller) {
          const isStaff = caller?.kind === 'staff'
          const toPersonId = isStaff ? await personOf(await seat(at, newEmployee(at))) : undefined
          const signUpId = caller ? await seat(at, isStaff ? newEmployee(at) : EMPLOYEES[at]) : signUps[at]
          return { path: '/v1/swaps', body: { id: nextUlid(), signUpId, ...(toPersonId !== undefined && { toPersonId }) } }
        },
      })),
    },
    listMySwaps: {
      kind: 'swap',
      isListed: true,
      ...both(['person'], (at) => ({ shows: withdrawn[at], ask: async () => ({ path: '/v1/me/swaps' }) })),
    },
    listOrganisationSwaps: {
      kind: 'organisation',
      ...both(['orgId'], (at) => ({ record: ORGS[at], ask: async () => ({ path: `/v1/organisations/${ORGS[at]}/swaps` }) })),
    },
    acceptSwap: {
      kind: 'swap',
      ...both(['orgId'], (at) => ({
        ask: async () => onSwap('accept', await swap(at, newEmployee(at)), { consent: CONSENT }),
      })),
    },
    withdrawSwap: {
      kind: 'swap',
      ...both(['person', 'orgId'], (at) => ({
        record: offered[at],
        ask: async (caller) => onSwap('withdraw', caller ? await swap(at, EMPLOYEES[at]) : offered[at]),
      })),
    },
    approveSwap: decided('approve'),
    refuseSwap: decided('refuse'),
    getMyVolunteerProfile: {
      kind: 'person',
      isListed: true,
      ...both(['person'], (at) => ({ shows: `"known-${at}"`, ask: async () => ({ path: '/v1/me/volunteer-profile' }) })),
    },
    saveMyVolunteerProfile: {
      kind: 'person',
      needsStandIn: true,
      here: {
        owner: {},
        ask: async () => ({ path: '/v1/me/volunteer-profile', body: { id: nextUlid(), skills: ['first-aid'] } }),
      },
      alone: NO_PATH,
    },
    saveVolunteerProfile: {
      kind: 'person',
      ...both([], (at) => ({
        record: SOMEBODY[at].id,
        ask: async () => ({
          path: `/v1/people/${SOMEBODY[at].id}/volunteer-profile`,
          body: { id: nextUlid(), skills: ['first-aid'] },
        }),
      })),
    },
  }
}
