import { cancelSignUpCommandSchema } from '../roster/schema.ts'
import type { SignUpView } from '../roster/schema.ts'
import type { CommandAccepted, CommandRefusal } from './client.ts'
import { accept, isTheirs } from './context.ts'
import type { Context } from './context.ts'
import { mySignUpsKey, parseSignUps } from './my-sign-ups.ts'
import { signUpPath } from './paths.ts'
import { personsCommand } from './persons-command.ts'

/** Gives a seat or a place in the waitlist back; also one that the server has not confirmed yet. */
export async function cancelSignUp(
  { signUpId }: { signUpId: string },
  context: Context,
): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const asked = await personsCommand(cancelSignUpCommandSchema, { signUpId }, context)
  if (!asked.ok) return asked
  const { person, command } = asked
  const { cache, outbox } = context

  const path = signUpPath(signUpId)
  const mine = await cache.read(mySignUpsKey(person), parseSignUps)
  const view = mine?.signUps.find(({ id }) => id === signUpId)
  const entry = (await outbox.entries()).find((one) => one.id === signUpId && isTheirs(one, person))
  if (view?.state === 'cancelled' || (!view && entry?.state === 'refused')) {
    return { ok: false, reason: 'not-signed-up', detail: { signUpId } }
  }
  return accept(context, {
    id: command.id,
    kind: 'cancel-sign-up',
    person,
    subject: person,
    path: `${path}/cancel`,
    body: command,
  })
}
