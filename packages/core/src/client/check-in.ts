import { checkInCommandSchema } from '../roster/schema.ts'
import type { CheckInCommand, SignUpView } from '../roster/schema.ts'
import type { CheckInInput, CommandAccepted, CommandRefusal } from './client.ts'
import { accept } from './context.ts'
import type { Context } from './context.ts'
import { CHECK_INS } from './paths.ts'
import { personsCommand } from './persons-command.ts'

/**
 * Says that somebody has come, or goes. It is kept until the server has it: at the post there may be no network, and the code
 * that was shown, not the sending, proves the time.
 */
export async function checkIn(
  kind: CheckInCommand['kind'],
  { proof, at }: CheckInInput,
  context: Context,
): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const asked = await personsCommand(
    checkInCommandSchema,
    { kind, at: at ?? new Date(context.now()).toISOString(), proof },
    context,
  )
  if (!asked.ok) return asked
  const { person, command } = asked
  // Behind the sign-up that it may be for.
  return accept(context, { id: command.id, kind: 'check-in', person, subject: person, path: CHECK_INS, body: command })
}
