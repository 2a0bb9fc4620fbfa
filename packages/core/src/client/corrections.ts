import { correctionStepCommandSchema, requestCorrectionCommandSchema } from '../roster/schema.ts'
import type { CorrectionView } from '../roster/schema.ts'
import type { CommandAccepted, CommandRefusal, CorrectionInput, CorrectionStepInput } from './client.ts'
import { accept } from './context.ts'
import type { Context } from './context.ts'
import { correctionPath, signUpPath } from './paths.ts'
import { personsCommand } from './persons-command.ts'

type Result = Promise<CommandAccepted<CorrectionView> | CommandRefusal>

/** Asks for something else to stand in a record: other times, another name, place, content or person in charge. */
export async function requestCorrection(input: CorrectionInput, context: Context): Result {
  const asked = await personsCommand(requestCorrectionCommandSchema, input, context)
  return asked.ok ? send(asked, `${signUpPath(input.signUpId)}/corrections`, context) : asked
}

/** Accepts, refuses, disputes or withdraws a correction, as its `actions` say one may. */
export async function stepCorrection(input: CorrectionStepInput, context: Context): Result {
  const asked = await personsCommand(correctionStepCommandSchema, input, context)
  return asked.ok ? send(asked, `${correctionPath(input.correctionId)}/steps`, context) : asked
}

const send = ({ person, command }: { person: string; command: { id: string } }, path: string, context: Context): Result =>
  accept(context, { id: command.id, kind: 'correction', person, subject: person, path, body: command })
