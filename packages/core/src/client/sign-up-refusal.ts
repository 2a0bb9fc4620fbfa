import type { SignUpReason } from '../roster/refusal.ts'
import { organisationViewSchema } from '../roster/schema.ts'
import type { SlotView } from '../roster/schema.ts'
import { signUpProspect } from '../roster/sign-up-prospect.ts'
import { signUpRefusal as refusalByRule } from '../roster/sign-up.ts'
import type { CommandRefusal, SignUpQuestion } from './client.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { dutiesOf } from './duties.ts'
import { knownSlot } from './known-slot.ts'
import { knownVolunteer, volunteerProfile } from './known-volunteer.ts'
import { organisationPath } from './paths.ts'
import { parseWith } from './schema-parse.ts'

/** Refusals by who somebody is; the others are by time. */
const OF_WHOM: ReadonlySet<SignUpReason> = new Set([
  'role-not-asked',
  'role-not-held',
  'skill-missing',
  'too-young',
  'age-unknown',
] satisfies SignUpReason[])

/** What is known here to stand against a sign-up, before anything is agreed to. */
export async function signUpRefusal(input: SignUpQuestion, context: Context): Promise<CommandRefusal | undefined> {
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const slot = await knownSlot(input, context)
  return (await knownRefusal(slot, { ...input, person }, context)) ?? fullRefusal(slot, { ...input, person }, context)
}

/** By counts, which others change at any time: foreseen, but not held against whoever asks all the same. */
async function fullRefusal(
  slot: SlotView | undefined,
  { orgId, person, role }: SignUpQuestion & { person: string },
  context: Context,
): Promise<CommandRefusal | undefined> {
  const policy = (await context.cache.read(organisationPath(orgId), parseWith(organisationViewSchema)))?.policy
  if (!slot || !policy) return undefined
  const volunteer = await knownVolunteer({ person, role }, context)
  if (signUpProspect(slot, volunteer, { now: context.now(), policy }) !== 'full') return undefined
  const { capacity, waitlisted } = slot
  return { ok: false, reason: 'slot-full', detail: { capacity, waitlisted, maxWaitlist: policy.maxWaitlist } }
}

/** What the rules refuse by what this device knows; what it does not know, the server decides. */
export async function knownRefusal(
  slot: SlotView | undefined,
  { orgId, person, role }: Pick<SignUpQuestion, 'orgId' | 'role'> & { person: string },
  context: Context,
): Promise<CommandRefusal | undefined> {
  const organisation = await context.cache.read(organisationPath(orgId), parseWith(organisationViewSchema))
  if (!slot || !organisation) return undefined
  const duties = await dutiesOf(person, context)
  const volunteer = await knownVolunteer({ person, role }, context)
  const refusal = refusalByRule(slot, { now: context.now(), duties, policy: organisation.policy, person: volunteer })
  if (!refusal) return undefined
  const { reason, detail } = refusal
  // What has been learnt elsewhere since, or who was appointed, is to count at the next try.
  if (OF_WHOM.has(reason)) void volunteerProfile(person, context).refresh()
  return { ok: false, reason, detail: { ...detail } }
}
