import type { Duty } from '../roster/slot.ts'
import { confirmSignUpCommandSchema } from '../roster/schema.ts'
import type { SignUpView } from '../roster/schema.ts'
import type { CommandAccepted, CommandRefusal, ConfirmSignUpInput } from './client.ts'
import { accept, CONSENT_MISSING, requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { knownSlot } from './known-slot.ts'
import { mySignUpsKey, parseSignUps } from './my-sign-ups.ts'
import { signUpPath } from './paths.ts'
import { fieldErrors } from './schema-parse.ts'

/** Takes an offered seat or an invitation, or says that one comes; what is over here already is not sent. */
export async function confirmSignUp(
  { signUpId, consent }: ConfirmSignUpInput,
  context: Context,
): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const { cache, now, createId } = context
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const draft = {
    id: createId(),
    signUpId,
    person,
    ...(consent ? { consent: { purpose: 'volunteer-duty', version: consent.version } } : {}),
  }
  const parsed = confirmSignUpCommandSchema.safeParse(draft)
  if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
  if (consent === false) return { ok: false, reason: 'invalid', fields: [CONSENT_MISSING] }

  const mine = await cache.read(mySignUpsKey(person), parseSignUps)
  const view = mine?.signUps.find(({ id }) => id === signUpId)
  if (view?.state === 'cancelled') return { ok: false, reason: 'not-signed-up', detail: { signUpId } }
  // An unanswered offer may have lapsed by this clock and not by the server's: that is for the server to say.
  const slot = view && (await knownSlot(view, context))
  if (slot && now() >= Date.parse(slot.startsAt)) {
    return { ok: false, reason: 'slot-started', detail: { startedAt: slot.startsAt } }
  }
  const memo = slot && ({ slotId: slot.id, startsAt: slot.startsAt, endsAt: slot.endsAt } satisfies Duty)
  return accept(context, {
    id: parsed.data.id,
    kind: 'confirm-sign-up',
    person,
    subject: person,
    path: `${signUpPath(signUpId)}/confirm`,
    body: parsed.data,
    ...(memo ? { memo } : {}),
  })
}
