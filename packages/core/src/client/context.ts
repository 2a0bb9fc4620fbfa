import type { Cache } from '../cache/index.ts'
import type { Outbox } from '../outbox/index.ts'
import type { StoredPhoto } from '../ports/index.ts'
import type { OutboxCommand } from '../outbox/index.ts'
import type { CommandAccepted, CommandOutcome } from './client.ts'

/** What a use case works with. */
export interface Context {
  cache: Cache
  outbox: Outbox
  /** Whether the outbox outlives the page. */
  durable: boolean
  now: () => number
  createId: () => string
}

/** Version of the purpose statements that the elements show. */
export const CONSENT_VERSION = 1

export const CONSENT_MISSING = { path: ['consent'], code: 'required', message: 'Expected consent to the shown purpose' }

/** Whether a command may be the mended form of another: only of one that was refused, or both could be applied. */
export async function isReplaceable(id: string, { outbox }: Context): Promise<boolean> {
  return (await outbox.entries()).some((entry) => entry.id === id && entry.state === 'refused')
}

/** Hands a command over to the outbox. Its answer was parsed before it was settled. */
export async function accept<T>(
  { outbox, durable }: Context,
  command: OutboxCommand,
  photos: StoredPhoto[] = [],
): Promise<CommandAccepted<T>> {
  const { id } = await outbox.add(command, photos)
  const { replaces } = command.body as { replaces?: string }
  // Another tab may have discarded it meanwhile; the new command is accepted all the same.
  if (replaces !== undefined) await outbox.discard(replaces).catch(() => {})
  return { ok: true, id, saved: durable, settled: outbox.outcome(id) as Promise<CommandOutcome<T>> }
}
