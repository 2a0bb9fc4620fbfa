import pg from 'pg'
import { COMMIT_CHANNEL } from './commit-channel.ts'
import type { CursorSignal } from './cursor-signal.ts'

/** Name of the connection, for whoever looks at a database's connections. */
export const LISTENER = 'wangge-listener'

const RETRY_MS = 1_000

export interface CommitListener {
  signal: CursorSignal
  /** Told once of each time that the connection is lost, not of each try to open it again. */
  onError: (error: unknown) => void
}

/** Hears the commits of all processes of a PostgreSQL. A broken connection is opened again; what was missed meanwhile is told then. */
export function listenForCommits(connectionString: string, { signal, onError }: CommitListener): () => Promise<void> {
  let client: pg.Client | undefined
  let retry: NodeJS.Timeout | undefined
  let stopped = false
  let isLost = false
  let opening: Promise<void> = Promise.resolve()

  const open = () => {
    opening = connect().catch(reopen)
  }
  const connect = async () => {
    const candidate = new pg.Client({ connectionString, application_name: LISTENER })
    candidate.on('error', reopen)
    candidate.on('notification', ({ payload = '' }) => {
      const [, districtId = '', cursor, mark] = /^(.*):(\d+)(!?)$/s.exec(payload) ?? []
      signal.emit({ districtId, cursor: Number(cursor ?? 0), recheck: mark === '!' })
    })
    client = candidate
    await candidate.connect()
    await candidate.query(`listen ${COMMIT_CHANNEL}`)
    // Not sooner: one that breaks while it opens has two voices, its own and that of its query.
    isLost = client !== candidate
    const { rows } = await candidate.query(`select to_regclass('change_counters') is not null as ready`)
    if (!rows[0].ready) return
    const counters = await candidate.query('select district_id, seq from change_counters')
    // Credentials may have been taken back while nobody listened.
    for (const row of counters.rows) signal.emit({ districtId: row.district_id, cursor: Number(row.seq), recheck: true })
  }
  const reopen = (error: unknown) => {
    if (!stopped && !isLost) onError(error)
    isLost = true
    client?.removeAllListeners('error')
    client?.on('error', () => {})
    client?.end().catch(() => {})
    client = undefined
    if (stopped || retry) return
    retry = setTimeout(() => {
      retry = undefined
      open()
    }, RETRY_MS)
    retry.unref()
  }

  open()
  return async () => {
    stopped = true
    clearTimeout(retry)
    await opening
    await client?.end().catch(() => {})
  }
}
