import { problemError } from '../cache/fetch-record.ts'
import { SdkError } from '../errors.ts'
import { problemSchema } from '../schema.ts'
import {
  absenceCommandSchema,
  inviteCommandSchema,
  namedAnswerSchema,
  nameVolunteersCommandSchema,
  offerSwapCommandSchema,
  organisationSwapSchema,
  saveVolunteerProfileCommandSchema,
  signUpViewSchema,
  swapCommandSchema,
  volunteerProfileSchema,
} from '../roster/schema.ts'
import type { Client, CommandRefusal } from './client.ts'
import { requirePerson } from './context.ts'
import type { Context } from './context.ts'
import { meKey, MY_PROFILE, organisationPath, resourceKey, signUpPath, SLOTS, swapPath, SWAPS } from './paths.ts'
import { fieldErrors, parseWith } from './schema-parse.ts'
import type { Schema } from './schema-parse.ts'

type Online = Pick<
  Client,
  'nameVolunteers' | 'invite' | 'decideSwap' | 'replaceVolunteer' | 'markAbsent' | 'saveVolunteerProfile'
>

/** What is done with a connection or not at all: whoever does it for others must see what came of it. */
export function createLiaison(context: Context): Online {
  const { cache, transport, now, createId } = context
  /** A command whose answer was lost is asked again under its own id. */
  const unanswered = new Map<string, string>()

  async function send<Command, Answer>(
    path: string,
    input: object,
    { command, answer }: { command: Schema<Command>; answer: Schema<Answer> },
  ): Promise<{ ok: true; answer: Answer; person: string } | CommandRefusal> {
    const who = await requirePerson(context)
    if (!who.ok) return who
    const { person } = who
    const name = JSON.stringify([person, path, input])
    const draft = { id: unanswered.get(name) ?? createId(), ...input }
    const parsed = command.safeParse(draft)
    if (!parsed.success) return { ok: false, reason: 'invalid', fields: fieldErrors(parsed.error.issues, draft) }
    unanswered.set(name, draft.id)
    const headers = { 'idempotency-key': draft.id }
    const response = await transport.send({ method: 'POST', path, headers, body: parsed.data as object, person })
    const said = response.status < 300 ? parseWith(answer)(response.body) : undefined
    if (response.status < 500) unanswered.delete(name)
    if (response.status >= 300) {
      const refusal = parseWith(problemSchema)(response.body)?.refusal
      if (!refusal) throw problemError(path, response, now())
      return { ok: false, reason: refusal.reason, ...(refusal.detail === undefined ? {} : { detail: refusal.detail }) }
    }
    if (!said) throw new SdkError('bad-response', `Expected ${path} to say what came of it; it did not`, { retryable: true })
    await cache.expire((key) => key.startsWith(SLOTS) || key.startsWith(meKey('')) || key.startsWith('/v1/organisations/'))
    return { ok: true, answer: said, person }
  }

  return {
    async nameVolunteers({ orgId, ...input }) {
      const sent = { command: nameVolunteersCommandSchema, answer: namedAnswerSchema }
      const result = await send(`${organisationPath(orgId)}/sign-ups`, input, sent)
      return result.ok ? { ok: true, ...result.answer } : result
    },
    async invite({ orgId, ...input }) {
      const sent = { command: inviteCommandSchema, answer: namedAnswerSchema }
      const result = await send(`${organisationPath(orgId)}/invitations`, input, sent)
      return result.ok ? { ok: true, ...result.answer } : result
    },
    async decideSwap({ swapId, approve }) {
      const sent = { command: swapCommandSchema, answer: organisationSwapSchema }
      const result = await send(`${swapPath(swapId)}/${approve ? 'approve' : 'refuse'}`, { swapId }, sent)
      return result.ok ? { ok: true, swap: result.answer } : result
    },
    async replaceVolunteer(input) {
      const result = await send(SWAPS, input, { command: offerSwapCommandSchema, answer: organisationSwapSchema })
      return result.ok ? { ok: true, swap: result.answer } : result
    },
    async markAbsent({ signUpId, excused }) {
      const sent = { command: absenceCommandSchema, answer: signUpViewSchema }
      const result = await send(`${signUpPath(signUpId)}/${excused ? 'excuse' : 'no-show'}`, { signUpId }, sent)
      return result.ok ? { ok: true, signUp: result.answer } : result
    },
    async saveVolunteerProfile(input) {
      const sent = { command: saveVolunteerProfileCommandSchema, answer: volunteerProfileSchema }
      const result = await send(MY_PROFILE, input, sent)
      if (!result.ok) return result
      // The rules of sign-up here go by it from now on, with or without a connection.
      await cache.put(resourceKey(result.person, MY_PROFILE), result.answer)
      return { ok: true, profile: result.answer }
    },
  }
}
