import type { SignUpReason } from '../roster/refusal.ts'
import { organisationViewSchema } from '../roster/schema.ts'
import type { SlotView } from '../roster/schema.ts'
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
  return who.ok ? knownRefusal(await knownSlot(input, context), { ...input, person: who.person }, context) : who
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
