import type { CommandRefusal } from './client.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { fieldErrors } from './schema-parse.ts'
import type { Schema } from './schema-parse.ts'

/** A command in the name of whoever is here, under an id of its own, as its schema takes it. */
export async function personsCommand<Command>(
  schema: Schema<Command>,
  input: object,
  context: Context,
): Promise<{ ok: true; person: string; command: Command } | CommandRefusal> {
  const who = await requirePerson(context)
  if (!who.ok) return who
  const { person } = who
  const draft = { id: context.createId(), ...input, person }
  const parsed = schema.safeParse(draft)
  if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
  return { ok: true, person, command: parsed.data }
}
