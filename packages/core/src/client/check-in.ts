import { checkInCommandSchema } from '../roster/schema.ts'
import type { CheckInCommand, SignUpView } from '../roster/schema.ts'
import type { CheckInInput, CommandAccepted, CommandRefusal } from './client.ts'
import { accept, requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { CHECK_INS } from './paths.ts'
import { fieldErrors } from './schema-parse.ts'

/**
 * Says that somebody has come, or goes. It is kept until the server has it: at the post there may be no network, and the code
 * that was shown, not the sending, proves the time.
 */
export async function checkIn(
  kind: CheckInCommand['kind'],
  { proof, at }: CheckInInput,
  context: Context,
): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const { now, createId } = context
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const draft = { id: createId(), kind, at: at ?? new Date(now()).toISOString(), proof, person }
  const parsed = checkInCommandSchema.safeParse(draft)
  if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
  return accept(context, {
    id: parsed.data.id,
    kind: 'check-in',
    person,
    // Behind the sign-up that it may be for.
    subject: person,
    path: CHECK_INS,
    body: parsed.data,
  })
}
