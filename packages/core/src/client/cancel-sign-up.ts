import { cancelSignUpCommandSchema, signUpViewSchema } from '../roster/schema.ts'
import type { SignUpView } from '../roster/schema.ts'
import type { CommandAccepted, CommandRefusal } from './client.ts'
import { accept } from './context.ts'
import type { Context } from './context.ts'
import { dutyKey, parseDuty } from './duties.ts'
import { signUpPath } from './paths.ts'
import { fieldErrors, parseWith } from './schema-parse.ts'

/** Gives a seat or a place in the waitlist back; also one that the server has not confirmed yet. */
export async function cancelSignUp(
  { signUpId }: { signUpId: string },
  context: Context,
): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const { cache, outbox, createId } = context
  const draft = { id: createId(), signUpId }
  const parsed = cancelSignUpCommandSchema.safeParse(draft)
  if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }

  const path = signUpPath(signUpId)
  const view = await cache.read(path, parseWith(signUpViewSchema))
  const entry = (await outbox.entries()).find(({ id }) => id === signUpId)
  if (view?.state === 'cancelled' || (!view && entry?.state === 'refused')) {
    return { ok: false, reason: 'not-signed-up', detail: { signUpId } }
  }
  const duty = await cache.read(dutyKey(signUpId), parseDuty)
  return accept(context, {
    id: parsed.data.id,
    kind: 'cancel-sign-up',
    subject: entry?.subject ?? duty?.person ?? signUpId,
    path: `${path}/cancel`,
    body: parsed.data,
  })
}
