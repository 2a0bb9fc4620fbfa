import { isSdkError } from '../errors.ts'
import type { Cache } from '../cache/index.ts'
import type { Outbox } from '../outbox/index.ts'
import type { OutboxEntry, StoredPhoto, TokenSource, Transport } from '../ports/index.ts'
import type { OutboxCommand } from '../outbox/index.ts'
import type { CommandAccepted, CommandOutcome, CommandRefusal } from './client.ts'

/** What a use case works with. */
export interface Context {
  cache: Cache
  outbox: Outbox
  /** Whether what is in the outbox now outlives the page. */
  isDurable: () => boolean
  transport: Transport
  /** Absent where the host gave the client no token, nor where to get one. */
  tokens?: TokenSource
  now: () => number
  createId: () => string
}

export const CONSENT_MISSING = { path: ['consent'], code: 'required', message: 'Expected consent to the shown purpose' }

/** Key of the person who uses this client now. @throws SdkError `network` where nobody can be asked and nobody is known yet */
export async function whoIsHere({ tokens }: Context): Promise<string | undefined> {
  return tokens?.person({ urgent: true }).catch((error: unknown) => {
    // Who is known stays known while the host's page is out of reach.
    const { personKey } = tokens.identity()
    if (personKey === undefined || !isSdkError(error)) throw error
    return personKey
  })
}

/** The person for a command that nobody can give without a name. */
export async function requirePerson(context: Context): Promise<{ ok: true; person: string } | CommandRefusal> {
  if (!context.tokens) return { ok: false, reason: 'not-signed-in' }
  try {
    const person = await whoIsHere(context)
    return person === undefined ? { ok: false, reason: 'not-signed-in' } : { ok: true, person }
  } catch (error) {
    if (!isSdkError(error)) throw error
    return { ok: false, reason: 'person-unknown', detail: { code: error.code, message: error.message } }
  }
}

/** Whether a record or a command is shown to whoever is here: their own, or one without a name. */
export const isTheirs = ({ person, locked }: Pick<OutboxEntry, 'person' | 'locked'>, here: string | undefined): boolean =>
  !locked && (person === undefined || person === here)

/** Whether whoever is here may have what cannot be read, and throw it away: it is their own, or nobody's who is known. */
export const isUnreadableHere = ({ person, unreadable }: Pick<OutboxEntry, 'person' | 'unreadable'>, here: string | undefined) =>
  unreadable === true && (person === undefined || person === here)

/** Whether a command may be the mended form of another: only of one that was refused, or both could be applied. */
export async function isReplaceable(id: string, person: string | undefined, { outbox }: Context): Promise<boolean> {
  const isIt = (entry: OutboxEntry) => entry.id === id && entry.state === 'refused' && isTheirs(entry, person)
  return (await outbox.entries()).some(isIt)
}

/** Hands a command over to the outbox. Its answer was parsed before it was settled. */
export async function accept<T>(
  { outbox, isDurable }: Context,
  command: OutboxCommand,
  photos: StoredPhoto[] = [],
): Promise<CommandAccepted<T>> {
  const { id } = await outbox.add(command, photos)
  const { replaces } = command.body as { replaces?: string }
  // Another tab may have discarded it meanwhile; the new command is accepted all the same.
  if (replaces !== undefined) await outbox.discard(replaces).catch(() => {})
  return { ok: true, id, saved: isDurable(), settled: outbox.outcome(id, command.person) as Promise<CommandOutcome<T>> }
}
