import { correctionStepCommandSchema, requestCorrectionCommandSchema } from '../roster/schema.ts'
import type { CorrectionView } from '../roster/schema.ts'
import type { CommandAccepted, CommandRefusal, CorrectionInput, CorrectionStepInput } from './client.ts'
import { accept, requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { correctionPath, signUpPath } from './paths.ts'
import { fieldErrors } from './schema-parse.ts'

/** Asks for other times than those that were recorded. */
export async function requestCorrection(
  input: CorrectionInput,
  context: Context,
): Promise<CommandAccepted<CorrectionView> | CommandRefusal> {
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const draft = { id: context.createId(), ...input, person }
  const parsed = requestCorrectionCommandSchema.safeParse(draft)
  if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
  const path = `${signUpPath(input.signUpId)}/corrections`
  return accept(context, { id: parsed.data.id, kind: 'correction', person, subject: person, path, body: parsed.data })
}

/** Accepts, refuses, disputes or withdraws a correction, as its `actions` say one may. */
export async function stepCorrection(
  input: CorrectionStepInput,
  context: Context,
): Promise<CommandAccepted<CorrectionView> | CommandRefusal> {
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const draft = { id: context.createId(), ...input, person }
  const parsed = correctionStepCommandSchema.safeParse(draft)
  if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
  const path = `${correctionPath(input.correctionId)}/steps`
  return accept(context, { id: parsed.data.id, kind: 'correction', person, subject: person, path, body: parsed.data })
}
