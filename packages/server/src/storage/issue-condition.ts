import { issueStateSchema } from '@wangge/core/issue/schema'
import type { IssueState, Severity } from '@wangge/core/issue/schema'
import { columnOf, isOpen } from '@wangge/core/issue'
import type { BoardColumn } from '@wangge/core/issue'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'

/** What somebody may read of the issues: those in these subtrees, and those that these organisations were asked to handle last. */
export interface IssueReach {
  gridIds: readonly string[]
  orgIds: readonly string[]
}

/** A word that is looked for, with what it is part of the name of. */
export interface SoughtWord {
  /** In small letters. */
  word: string
  categoryIds: readonly string[]
  gridIds: readonly string[]
}

/** Which of the issues that somebody reaches are asked for; what is left out asks for nothing. */
export interface IssueCondition {
  reach: IssueReach
  /** Root of a subtree. */
  gridId?: string | undefined
  /** The organisation that was asked last. */
  orgId?: string | undefined
  categoryIds?: readonly string[] | undefined
  severity?: Severity | undefined
  /** A state, or all of a column. */
  state?: IssueState | BoardColumn | undefined
  /** In the hands of one of these posts: a role with its grid or organisation. */
  heldBy?: readonly { role: string; place: string }[] | undefined
  /** Only what somebody has to look at before others see it. */
  toPublish?: boolean | undefined
  /** Only those of which a clock that runs is over by then, RFC 3339; as far as deadlines are reckoned (reckonDeadlines). */
  dueBy?: string | undefined
  /** Only what is open or has changed since then, RFC 3339. */
  openSince?: string | undefined
  /** Each of them is found somewhere. */
  words?: readonly SoughtWord[] | undefined
}

const statesOf = (asked: IssueState | BoardColumn) =>
  issueStateSchema.options.filter((state) => state === asked || columnOf(state) === asked)
/** What goes on. */
export const OPEN_STATES = issueStateSchema.options.filter(isOpen)

/** The condition in SQL, on rows of `issues`; that of the district comes besides. */
export function issueCondition(asked: IssueCondition): RawBuilder<boolean> {
  const { reach, gridId, orgId, categoryIds, severity, state, heldBy, toPublish, dueBy, openSince, words = [] } = asked
  const parts = [
    isReached(reach),
    gridId !== undefined && sql`grid_path && ${[gridId]}::text[]`,
    orgId !== undefined && sql`asked_org_id = ${orgId}`,
    categoryIds && sql`category_id = any(${categoryIds}::text[])`,
    severity && sql`coalesce(severity, 'general') = ${severity}`,
    state && sql`state = any(${statesOf(state)}::text[])`,
    heldBy && isHeld(heldBy),
    toPublish && sql`to_publish`,
    dueBy !== undefined && sql`due_at <= ${dueBy}::timestamptz`,
    openSince !== undefined && sql`(state = any(${OPEN_STATES}::text[]) or updated_at >= ${openSince}::timestamptz)`,
    ...words.map(isFound),
  ]
  return sql<boolean>`(${sql.join(
    parts.filter((part) => typeof part === 'object'),
    sql` and `,
  )})`
}

function isReached({ gridIds, orgIds }: IssueReach): RawBuilder<boolean> {
  const inGrids = sql<boolean>`grid_path && ${gridIds}::text[]`
  if (orgIds.length === 0) return inGrids
  const asked = sql<boolean>`asked_org_id = any(${orgIds}::text[])`
  return gridIds.length === 0 ? asked : sql<boolean>`(${inGrids} or ${asked})`
}

function isHeld(posts: readonly { role: string; place: string }[]): RawBuilder<boolean> {
  if (posts.length === 0) return sql<boolean>`false`
  const each = posts.map(({ role, place }) => sql`(holder_place = ${place} and holder_role = ${role})`)
  return sql<boolean>`(${sql.join(each, sql` or `)})`
}

/** By the index of signs and pairs of signs where all of them are in it, and then as it is written. */
const isFound = (sought: SoughtWord): RawBuilder<boolean> =>
  anywhere(
    sought,
    sql`(text_pieces(description, place_text, id) @> ${piecesOf(sought.word)}::text[] and ${isWritten(sought.word)})`,
  )

/**
 * The same without the index: each row is looked through. For the few at the top of a list, of which a common word fills a page
 * sooner than an index can put in order all that have it.
 */
export const hasWords = (words: readonly SoughtWord[]): RawBuilder<boolean> =>
  sql<boolean>`(${sql.join(
    words.map((sought) => anywhere(sought, isWritten(sought.word))),
    sql` and `,
  )})`

const isWritten = (word: string) =>
  sql`(strpos(lower(description), ${word}) > 0 or strpos(lower(place_text), ${word}) > 0 or strpos(lower(id), ${word}) > 0)`

function anywhere({ categoryIds, gridIds }: SoughtWord, inText: RawBuilder<unknown>): RawBuilder<boolean> {
  const parts = [
    inText,
    // What nothing is looked for in would keep the index from being used.
    categoryIds.length > 0 && sql`category_id = any(${categoryIds}::text[])`,
    gridIds.length > 0 && sql`grid_path && ${gridIds}::text[]`,
  ]
  return sql<boolean>`(${sql.join(
    parts.filter((part) => typeof part === 'object'),
    sql` or `,
  )})`
}

/** One sign by itself, of more each two that stand beside each other. */
function piecesOf(word: string): string[] {
  const [first = '', ...others] = word
  if (others.length === 0) return first === '' ? [] : [first]
  return others.map((sign, at) => `${at === 0 ? first : others[at - 1]!}${sign}`)
}
