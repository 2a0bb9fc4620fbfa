import type { Client, CommandAccepted, CommandOutcome } from '@wangge/core/client'

/**
 * The server's word on a command; undefined once an attempt has come to nothing and the command waits for a better line, or stands in
 * the queue behind one of its subject that does.
 */
export function settledOrKept<T>(client: Client, { id, settled }: CommandAccepted<T>): Promise<CommandOutcome<T> | undefined> {
  let stop = () => {}
  const kept = new Promise<undefined>((resolve) => {
    stop = client.outbox.subscribe(({ entries }) => {
      const at = entries.findIndex((one) => one.id === id)
      const entry = entries[at]
      if (entry?.state !== 'queued') return
      const queue = entries.slice(0, at + 1).filter(({ subject, state }) => subject === entry.subject && state === 'queued')
      if (queue.some(({ failure }) => failure)) resolve(undefined)
    })
  })
  return Promise.race([settled, kept]).finally(() => stop())
}
