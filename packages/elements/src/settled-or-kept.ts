import type { Client, CommandAccepted, CommandOutcome } from '@wangge/core/client'

/** The server's word on a command; undefined once an attempt has come to nothing and the command waits for a better line. */
export function settledOrKept<T>(client: Client, { id, settled }: CommandAccepted<T>): Promise<CommandOutcome<T> | undefined> {
  let stop = () => {}
  const kept = new Promise<undefined>((resolve) => {
    stop = client.outbox.subscribe(({ entries }) => {
      const entry = entries.find((one) => one.id === id)
      if (entry?.state === 'queued' && entry.failure) resolve(undefined)
    })
  })
  return Promise.race([settled, kept]).finally(() => stop())
}
