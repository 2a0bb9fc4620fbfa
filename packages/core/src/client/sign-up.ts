import type { Duty } from '../roster/slot.ts'
import { signUpCommandSchema } from '../roster/schema.ts'
import type { SignUpView } from '../roster/schema.ts'
import type { CommandAccepted, CommandRefusal, SignUpInput } from './client.ts'
import { accept, CONSENT_MISSING, isReplaceable, requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { knownSlot } from './known-slot.ts'
import { fieldErrors } from './schema-parse.ts'
import { knownRefusal } from './sign-up-refusal.ts'

/** Signs the person up: by the rules here and now, as far as this device knows what they ask, by the server's word later. */
export async function signUp(input: SignUpInput, context: Context): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const { createId } = context
  const { slotId, orgId, role, consent, replaces } = input
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const draft = {
    id: createId(),
    slotId,
    orgId,
    person,
    ...(role === undefined ? {} : { role }),
    consent: { purpose: 'volunteer-duty', version: consent ? consent.version : 1 },
    ...(replaces === undefined ? {} : { replaces }),
  }
  const parsed = signUpCommandSchema.safeParse(draft)
  const fields = [...(parsed.success ? [] : fieldErrors(parsed.error.issues, draft)), ...(consent ? [] : [CONSENT_MISSING])]
  if (!parsed.success || fields.length > 0) return { ok: false, reason: 'invalid', fields }

  if (replaces !== undefined && !(await isReplaceable(replaces, person, context))) return { ok: false, reason: 'not-refused' }

  const slot = await knownSlot(input, context)
  const refusal = await knownRefusal(slot, { ...input, person }, context)
  if (refusal) return refusal
  const memo = slot && ({ slotId, startsAt: slot.startsAt, endsAt: slot.endsAt } satisfies Duty)
  return accept(context, {
    id: parsed.data.id,
    kind: 'sign-up',
    person,
    // One person's steps keep their order: who cancels one duty to take another needs it.
    subject: person,
    path: '/v1/sign-ups',
    body: parsed.data,
    ...(memo ? { memo } : {}),
  })
}
