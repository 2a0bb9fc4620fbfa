import { acceptSwapCommandSchema, offerSwapCommandSchema, swapCommandSchema } from '../roster/schema.ts'
import type { SwapView } from '../roster/schema.ts'
import type { AcceptSwapInput, CommandAccepted, CommandRefusal, OfferSwapInput } from './client.ts'
import { accept, CONSENT_MISSING, requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { mySignUpsKey, parseSignUps } from './my-sign-ups.ts'
import { swapPath, SWAPS } from './paths.ts'
import { personsCommand } from './persons-command.ts'
import { fieldErrors } from './schema-parse.ts'

type Result = Promise<CommandAccepted<SwapView> | CommandRefusal>

/** Offers a seat that this device does not know to be lost. */
export async function offerSwap(input: OfferSwapInput, context: Context): Result {
  const asked = await personsCommand(offerSwapCommandSchema, input, context)
  if (!asked.ok) return asked
  const { person, command } = asked
  const mine = await context.cache.read(mySignUpsKey(person), parseSignUps)
  const view = mine?.signUps.find(({ id }) => id === input.signUpId)
  if (view && view.state !== 'seated') return { ok: false, reason: 'no-seat', detail: { signUpId: view.id, state: view.state } }
  if (view?.swapId !== undefined) return { ok: false, reason: 'swap-open', detail: { swapId: view.swapId } }
  return accept(context, { id: command.id, kind: 'offer-swap', person, subject: person, path: SWAPS, body: command })
}

export async function acceptSwap({ consent, ...input }: AcceptSwapInput, context: Context): Result {
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const agreed = { purpose: 'volunteer-duty', version: consent ? consent.version : 1 }
  const draft = { id: context.createId(), ...input, person, consent: agreed }
  const parsed = acceptSwapCommandSchema.safeParse(draft)
  const fields = [...(parsed.success ? [] : fieldErrors(parsed.error.issues, draft)), ...(consent ? [] : [CONSENT_MISSING])]
  if (!parsed.success || fields.length > 0) return { ok: false, reason: 'invalid', fields }
  const { data } = parsed
  const path = `${swapPath(input.swapId)}/accept`
  return accept(context, { id: data.id, kind: 'accept-swap', person, subject: person, path, body: data })
}

export async function withdrawSwap(input: { swapId: string }, context: Context): Result {
  const asked = await personsCommand(swapCommandSchema, input, context)
  if (!asked.ok) return asked
  const { person, command } = asked
  const path = `${swapPath(command.swapId)}/withdraw`
  return accept(context, { id: command.id, kind: 'withdraw-swap', person, subject: person, path, body: command })
}
