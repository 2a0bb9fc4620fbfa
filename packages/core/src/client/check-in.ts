import { checkInCommandSchema } from '../roster/schema.ts'
import type { CheckInCommand, SignUpView } from '../roster/schema.ts'
import type { CheckInInput, CheckInNoteInput, CommandAccepted, CommandRefusal } from './client.ts'
import { accept, isTheirs, requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { CHECK_INS } from './paths.ts'
import { personsCommand } from './persons-command.ts'

/**
 * Says that somebody has come, or goes. It is kept until the server has it: at the post there may be no network, and the code
 * that was shown, not the sending, proves the time. With a host's word goes when they said it, by the server's clock.
 */
export async function checkIn(
  kind: CheckInCommand['kind'],
  { proof, at }: CheckInInput,
  context: Context,
): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const now = new Date(context.now()).toISOString()
  return send({ kind, at: at ?? now, proof: proof.by === 'host' ? { saidAt: now, ...proof } : proof }, context)
}

/** Completes a host's word that was refused: only the note is new. */
export async function noteCheckIn(
  { id, note }: CheckInNoteInput,
  context: Context,
): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const who = await requirePerson(context)
  if (!who.ok) return who
  const refused = (await context.outbox.entries()).find((entry) => {
    return entry.id === id && entry.kind === 'check-in' && entry.state === 'refused' && isTheirs(entry, who.person)
  })
  const said = refused && checkInCommandSchema.safeParse(refused.body)
  if (!said?.success || said.data.proof.by !== 'host') return { ok: false, reason: 'not-refused' }
  const { kind, at, proof } = said.data
  return send({ kind, at, proof: { ...proof, note }, replaces: id }, context)
}

async function send(input: object, context: Context): Promise<CommandAccepted<SignUpView> | CommandRefusal> {
  const asked = await personsCommand(checkInCommandSchema, input, context)
  if (!asked.ok) return asked
  const { person, command } = asked
  // Behind the sign-up that it may be for.
  return accept(context, { id: command.id, kind: 'check-in', person, subject: person, path: CHECK_INS, body: command })
}
