import type { Instant } from '../schema.ts'
import type { Statement } from './schema.ts'

/** What a statement says, and how it is asked for. */
export type StatementWords = Pick<Statement, 'zh' | 'en' | 'retentionDays' | 'separate'>

/** Words that were asked to be agreed to before: who agreed then agreed to these. */
export interface EarlierStatement extends StatementWords {
  version: number
  /** Since when; absent where it always held. */
  since?: Instant
}

/** The statement of a purpose as it is kept, with all that was asked before, the oldest first. */
export interface KeptStatement extends EarlierStatement {
  minimumVersion?: number
  earlier?: readonly EarlierStatement[]
}

/** A statement as somebody wrote it down. */
export interface WrittenStatement extends StatementWords {
  purpose: string
  /** The version that they read and changed. Absent: whichever holds. */
  version?: number | undefined
  minimumVersion?: number | undefined
}

export type RevisionRefusal =
  | { ok: false; reason: 'statement-changed'; detail: { purpose: string; sent: number; current: number } }
  | { ok: false; reason: 'minimum-version-unknown'; detail: { purpose: string; sent: number; next: number } }

/**
 * The statement that holds from now on. Other words are a new version, and those before stay as what people agreed to; the same
 * words are the same version, however often they are written down.
 * @returns a refusal where somebody else changed the words meanwhile, or consents were to count from a version that there is not
 * @example
 * const held = { version: 1, zh: '一年后删除。', en: 'Deleted after a year.', retentionDays: 365 }
 * reviseStatement(held, { ...held, purpose: 'issue-report', retentionDays: 180 }, '2026-03-02T01:00:00Z')
 * // { ok: true, statement: { version: 2, …, retentionDays: 180, earlier: [{ version: 1, … }] } }
 */
export function reviseStatement(
  held: KeptStatement | undefined,
  written: WrittenStatement,
  at: Instant,
): { ok: true; statement: KeptStatement } | RevisionRefusal {
  const { purpose, version: sent, minimumVersion } = written
  const isSame = held !== undefined && saysTheSame(held, written)
  if (!isSame && sent !== undefined && sent !== (held?.version ?? 1)) {
    return { ok: false, reason: 'statement-changed', detail: { purpose, sent, current: held?.version ?? 0 } }
  }
  const next = isSame ? held.version : (held?.version ?? 0) + 1
  if (minimumVersion !== undefined && minimumVersion > next) {
    return { ok: false, reason: 'minimum-version-unknown', detail: { purpose, sent: minimumVersion, next } }
  }
  const least = minimumVersion === undefined ? {} : { minimumVersion }
  if (isSame) {
    const { minimumVersion: _, ...rest } = held
    return { ok: true, statement: { ...rest, ...least } }
  }
  const earlier = held ? [...(held.earlier ?? []), { version: held.version, ...since(held), ...wordsOf(held) }] : []
  const statement = { version: next, since: at, ...least, ...wordsOf(written), ...(earlier.length > 0 && { earlier }) }
  return { ok: true, statement }
}

const saysTheSame = (one: StatementWords, other: StatementWords): boolean =>
  one.zh === other.zh &&
  one.en === other.en &&
  one.retentionDays === other.retentionDays &&
  (one.separate ?? false) === (other.separate ?? false)

const wordsOf = ({ zh, en, retentionDays, separate }: StatementWords): StatementWords => ({
  ...{ zh, en, retentionDays },
  ...(separate && { separate }),
})

const since = ({ since: at }: EarlierStatement) => (at === undefined ? {} : { since: at })
