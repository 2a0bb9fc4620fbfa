import { moveSignUp, nextUlid, signUpCommand } from '../harness.ts'
import type { Caller, District } from '../harness.ts'
import { storedPlan } from './drafted-plan.ts'
import type { Example } from './examples.ts'

const CONSENT = { purpose: 'volunteer-duty', version: 1 } as const

/** Calls about offers, invitations, swaps, no-shows and plans, each on records of its own. */
export function rosterExamples(district: District): Record<string, () => Promise<Example>> {
  const newEmployee = (): Caller => `employee:${nextUlid()}`
  const cancel = (signUpId: string, as: Caller) =>
    district.post(`/v1/sign-ups/${signUpId}/cancel`, { id: nextUlid(), signUpId }, as)

  async function signUp(slotId = 'sh-later'): Promise<{ id: string; as: Caller; personId: string }> {
    const command = signUpCommand({ slotId })
    const as = newEmployee()
    await district.post('/v1/sign-ups', command, as)
    return { id: command.id, as, personId: await personOf(command.id) }
  }
  async function personOf(signUpId: string): Promise<string> {
    const query = district.database.db.selectFrom('sign_ups').select('person_id').where('id', '=', signUpId)
    return (await query.executeTakeFirstOrThrow()).person_id
  }
  /** An employee who has agreed to duties and has none. */
  async function free(): Promise<string> {
    const { id, as, personId } = await signUp()
    await cancel(id, as)
    return personId
  }
  async function swap(): Promise<{ id: string; as: Caller; signUpId: string }> {
    const { id: signUpId, as } = await signUp()
    const id = nextUlid()
    await district.post('/v1/swaps', { id, signUpId }, as)
    return { id, as, signUpId }
  }
  /** As one that waits for the liaison is stored. */
  async function acceptedSwap(): Promise<string> {
    const [{ id }, takerId] = [await swap(), await free()]
    await district.database.db.updateTable('swaps').set({ state: 'accepted', taker_id: takerId }).where('id', '=', id).execute()
    return id
  }
  /** A seat in a shift that has begun: signed up for when that was possible. */
  async function begun(): Promise<string> {
    const { id } = await signUp()
    await moveSignUp(district, id, 'sh-past')
    return id
  }
  const onSwap = (verb: string, swapId: string, more: object = {}) => ({
    path: `/v1/swaps/${swapId}/${verb}`,
    body: { id: nextUlid(), swapId, ...more },
  })
  const onSignUp = (verb: string, signUpId: string) => ({
    path: `/v1/sign-ups/${signUpId}/${verb}`,
    body: { id: nextUlid(), signUpId },
  })
  const named = async () => ({ id: nextUlid(), slotId: 'sh-far', people: [{ personId: await free() }] })
  const newPlan = (state: 'queued' | 'done') => storedPlan(district, { gridId: 'root', state })
  const onPlan = async (part: string): Promise<Example> => ({
    as: 'street',
    path: `/v1/roster-plans/${await newPlan('done')}${part}`,
  })
  const toPlan = async (verb: string, state: 'queued' | 'done', more: object = {}): Promise<Example> => {
    const planId = await newPlan(state)
    return { as: 'street', path: `/v1/roster-plans/${planId}/${verb}`, body: { id: nextUlid(), planId, ...more } }
  }
  return {
    planRoster: async () => ({
      as: 'street',
      path: '/v1/roster-plans',
      body: {
        id: nextUlid(),
        from: '2026-03-09',
        days: 7,
        gridId: 'north',
        seed: 7,
        gap: 0.01,
        timeLimitSeconds: 5,
        iterationLimit: 50,
        existing: 'move',
        rules: {
          restMinutes: 660,
          limits: { shiftsPerDay: 1, shiftsPerWeek: 3 },
          travel: { metresPerMinute: 80, extraMinutes: 10 },
        },
        weights: { fairness: 100, short: { buildingHead: 1000 } },
        basedOn: await newPlan('done'),
      },
    }),
    listRosterPlans: async () => ({ as: 'street', path: '/v1/roster-plans?gridId=north' }),
    getRosterPlan: () => onPlan(''),
    followRosterPlan: () => onPlan('/events'),
    cancelRosterPlan: () => toPlan('cancel', 'queued', { keep: true }),
    getRosterDraft: () => onPlan('/draft'),
    compareRosterPlan: () => onPlan('/comparison'),
    getRosterPlanProblem: () => onPlan('/problem'),
    publishRosterPlan: () => toPlan('publish', 'done'),
    confirmSignUp: async () => {
      const { id, as } = await signUp()
      return { as, ...onSignUp('confirm', id) }
    },
    nameVolunteers: async () => ({
      as: 'liaison',
      path: '/v1/organisations/org-a/sign-ups',
      body: { ...(await named()), orInvite: true },
    }),
    inviteVolunteers: async () => ({ as: 'liaison', path: '/v1/organisations/org-a/invitations', body: await named() }),
    markNoShow: async () => ({ as: 'liaison', ...onSignUp('no-show', await begun()) }),
    excuseAbsence: async () => ({ as: 'liaison', ...onSignUp('excuse', await begun()) }),
    offerSwap: async () => {
      const { id: signUpId, as } = await signUp()
      return { as, path: '/v1/swaps', body: { id: nextUlid(), signUpId } }
    },
    listMySwaps: async () => ({ as: (await swap()).as, path: '/v1/me/swaps' }),
    listOrganisationSwaps: async () => ({ as: 'street', path: '/v1/organisations/org-a/swaps' }),
    acceptSwap: async () => ({ as: newEmployee(), ...onSwap('accept', (await swap()).id, { consent: CONSENT }) }),
    withdrawSwap: async () => {
      const { id, as } = await swap()
      return { as, ...onSwap('withdraw', id) }
    },
    approveSwap: async () => ({ as: 'liaison', ...onSwap('approve', await acceptedSwap()) }),
    refuseSwap: async () => ({ as: 'liaison', ...onSwap('refuse', await acceptedSwap()) }),
    getMyVolunteerProfile: async () => ({ as: (await signUp()).as, path: '/v1/me/volunteer-profile' }),
    saveMyVolunteerProfile: async () => ({
      as: newEmployee(),
      path: '/v1/me/volunteer-profile',
      body: { id: nextUlid(), skills: ['first-aid'], birthYear: 1990 },
    }),
    saveVolunteerProfile: async () => ({
      as: 'street',
      path: `/v1/people/${await free()}/volunteer-profile`,
      body: { id: nextUlid(), skills: ['first-aid', 'sign-language'], birthYear: 1990 },
    }),
  }
}
