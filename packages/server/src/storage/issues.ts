import { awaitsPublication, filedAs, filedAt, isOpen } from '@wangge/core/issue'
import type { FiledAs, Issue, IssueSummary, ReportCommand, Transition } from '@wangge/core/issue/schema'
import type { ChainVersion, OpenedWith, ReportContent, StepPart } from '@wangge/core/issue'
import { sql } from 'kysely'
import type { RawBuilder } from 'kysely'
import { askedAndHeld } from './asked-and-held.ts'
import type { Queries, Tx } from './database.ts'
import { chainEnd, linkOf } from './issue-chain.ts'
import { hasWords, issueCondition } from './issue-condition.ts'
import type { IssueCondition } from './issue-condition.ts'
import { queueNotice } from './notice-queue.ts'
import type { IssueRow, NewTransitionRow, TransitionRow } from './tables.ts'
import { withoutNulls } from './without-nulls.ts'

export interface ReportDetails {
  receipt: string
  /** The statement that the reporter agreed to; of an order of the hotline's there is none. */
  consent?: ReportCommand['consent'] | undefined
  /** Who reported, where they are known by name. */
  reporterId?: string | undefined
  /** Keyed hash of the hotline's number. */
  hotlineHash?: string | undefined
}

/** @returns false where the id is taken. */
export async function insertIssue(
  tx: Tx,
  districtId: string,
  issue: Issue,
  { receipt, consent, reporterId, hotlineHash }: ReportDetails,
): Promise<boolean> {
  const { numInsertedOrUpdatedRows } = await tx
    .insertInto('issues')
    .values({
      district_id: districtId,
      id: issue.id,
      category_id: issue.categoryId,
      category_set: issue.categorySet ?? 1,
      grid_path: issue.gridPath,
      created_at: issue.createdAt,
      source: issue.source,
      attributes: JSON.stringify(issue.attributes),
      description: issue.description,
      position: issue.position ? JSON.stringify(issue.position) : null,
      declared_position: issue.declared ? JSON.stringify(issue.declared.position) : null,
      declared_crs: issue.declared?.crs ?? null,
      place_text: issue.placeText ?? null,
      photos: JSON.stringify(issue.photos),
      severity: issue.severity ?? null,
      terms: issue.terms ? JSON.stringify(issue.terms) : null,
      receipt,
      consent_purpose: consent?.purpose ?? null,
      consent_version: consent?.version ?? null,
      reporter_id: reporterId ?? null,
      hotline_number: issue.hotlineNumber ?? null,
      hotline_hash: hotlineHash ?? null,
      ...progress(issue),
    })
    .onConflict((conflict) => conflict.doNothing())
    .executeTakeFirst()
  if (numInsertedOrUpdatedRows === 0n) return false
  for (const transition of issue.history) await insertTransition(tx, districtId, issue, transition)
  return true
}

export async function saveProgress(tx: Tx, districtId: string, issue: Issue, transition: Transition): Promise<void> {
  await tx
    .updateTable('issues')
    .set({ ...progress(issue), ...(transition.corrected && filed(issue)) })
    .where('district_id', '=', districtId)
    .where('id', '=', issue.id)
    .execute()
  await insertTransition(tx, districtId, issue, transition)
}

/** What a correction has changed. */
const filed = ({ categoryId, categorySet, severity, terms }: Issue) => ({
  category_id: categoryId,
  category_set: categorySet ?? 1,
  severity: severity ?? null,
  terms: terms ? JSON.stringify(terms) : null,
})

const progress = (issue: Issue) => {
  const { state, updatedAt, version, history } = issue
  const { askedOrgId, holderRole, holderPlace } = askedAndHeld(issue)
  return {
    state,
    updated_at: updatedAt,
    // A remark or a rating comes after it was closed.
    closed_at: state === 'closed' ? (history.findLast(({ action }) => action === 'close')?.at ?? updatedAt) : null,
    version,
    asked_org_id: askedOrgId,
    holder_role: holderRole,
    holder_place: holderPlace,
    to_publish: awaitsPublication(issue),
    // Reckoned anew where somebody asks by it.
    reckoned_version: 0,
    facts_version: 0,
    ...(!isOpen(state) && { due_at: null, climb_at: null }),
  }
}

/** What a report says is committed to with its step. Whoever asked to be told of such steps has it in their queue. */
async function insertTransition(tx: Tx, districtId: string, issue: Issue, transition: Transition): Promise<void> {
  const details = storedDetails(transition)
  const previous = await chainEnd(tx, districtId, transition)
  const report = transition.seq === 1 ? reportOf(issue) : undefined
  const { salts, commitments, hash, version } = linkOf(districtId, { transition, report, opened: openedOf(issue), previous })
  const row: NewTransitionRow = {
    district_id: districtId,
    issue_id: transition.issueId,
    seq: transition.seq,
    action: transition.action,
    from_state: transition.from ?? null,
    to_state: transition.to,
    actor: JSON.stringify(transition.actor),
    at: transition.at,
    reason: transition.reason ?? null,
    evidence: transition.evidence ? JSON.stringify(transition.evidence) : null,
    details: Object.keys(details).length > 0 ? JSON.stringify(details) : null,
    salts: JSON.stringify(salts),
    commitments: JSON.stringify(commitments),
    hash,
    chain_version: version,
  }
  await tx.insertInto('issue_transitions').values(row).execute()
  await queueNotice(tx, districtId, issue, transition)
}

/** What a step says besides, as one column has it. */
export const storedDetails = ({
  assignee,
  into,
  extension,
  until,
  rating,
  vacant,
  climb,
  corrected,
  parts,
  moderation,
}: Transition) => ({
  ...(assignee && { assignee }),
  ...(into !== undefined && { into }),
  ...(extension && { extension }),
  ...(until !== undefined && { until }),
  ...(rating !== undefined && { rating }),
  ...(vacant && { vacant }),
  ...(climb && { climb }),
  ...(corrected && { corrected }),
  ...(parts && { parts }),
  ...(moderation && { moderation }),
})

const reportOf = ({ description, attributes, photos, placeText, position, declared }: Omit<Issue, 'history'>): ReportContent => ({
  description,
  attributes,
  photos,
  ...(placeText !== undefined && { placeText }),
  ...(position && { position }),
  ...(declared && { declared }),
})

/** As it was reported, whatever has been corrected since. */
const openedOf = (issue: Issue): OpenedWith => {
  const { gridPath, source, createdAt } = issue
  return { ...filedAt(issue, 1), gridPath, source, createdAt }
}

/** A step as it is stored, with what ties it to the one before. */
export interface StoredStep {
  transition: Transition
  /** Of what has been erased there is none. */
  salts: Partial<Record<StepPart, string>> | null
  commitments: Record<StepPart, string> | null
  hash: string | null
  version: ChainVersion
}

export interface StoredHistory extends Pick<Issue, 'state' | 'version'> {
  issueId: string
  report: ReportContent
  opened: OpenedWith
  /** As the issue stands. */
  filed: FiledAs
  steps: StoredStep[]
}

/** The histories of issues, in order of their ids. */
export async function stepsOf(db: Queries, districtId: string, issueIds: readonly string[]): Promise<StoredHistory[]> {
  if (issueIds.length === 0) return []
  const rows = await db
    .selectFrom('issues')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('id', 'in', issueIds)
    .orderBy('id')
    .execute()
  const steps = Map.groupBy(await transitionRows(db, districtId, issueIds), ({ issue_id: id }) => id)
  return rows.map((row) => {
    const stored = (steps.get(row.id) ?? []).map((step) => {
      const { salts, commitments, hash, chain_version: version } = step
      return { transition: transitionOf(step), salts, commitments, hash, version }
    })
    const issue = { ...issueOf(row), history: stored.map(({ transition }) => transition) }
    const { id: issueId, state, version } = row
    return {
      ...{ issueId, state, version },
      report: reportOf(issue),
      opened: openedOf(issue),
      filed: filedAs(issue),
      steps: stored,
    }
  })
}

/** How many issues were merged into this one, and have not been taken out again. */
export async function countDuplicates(db: Queries, districtId: string, id: string): Promise<number> {
  return (await duplicatesOf(db, districtId, [id])).get(id)?.length ?? 0
}

/** Whether a person whose name is known has reported the issue, or one that is merged into it. */
export async function hasJoined(db: Queries, districtId: string, id: string, reporterId: string): Promise<boolean> {
  const merged = (await duplicatesOf(db, districtId, [id])).get(id) ?? []
  const found = await db
    .selectFrom('issues')
    .select('id')
    .where('district_id', '=', districtId)
    .where('id', 'in', [id, ...merged])
    .where('reporter_id', '=', reporterId)
    .limit(1)
    .executeTakeFirst()
  return found !== undefined
}

/** With `lock`, nobody else changes the issue before the transaction ends. */
export async function findIssue(db: Queries, districtId: string, id: string, lock = false): Promise<Issue | undefined> {
  const query = db.selectFrom('issues').selectAll().where('district_id', '=', districtId).where('id', '=', id)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  if (!row) return undefined
  return (await withHistory(db, districtId, [row]))[0]
}

/** Those that there are, in any order. */
export async function findIssues(db: Queries, districtId: string, ids: readonly string[]): Promise<Issue[]> {
  if (ids.length === 0) return []
  const rows = await db.selectFrom('issues').selectAll().where('district_id', '=', districtId).where('id', 'in', ids).execute()
  return withHistory(db, districtId, rows)
}

/**
 * Found by the code itself, which its holder reads from paper: an index tells by its time too little of 50 random bits to be
 * heard over a network, and how often anybody may try is limited. With `lock`, nobody else changes the issue before the
 * transaction ends.
 */
export async function findByReceipt(db: Queries, districtId: string, receipt: string, lock = false): Promise<Issue | undefined> {
  const query = db.selectFrom('issues').selectAll().where('district_id', '=', districtId).where('receipt', '=', receipt)
  const row = await (lock ? query.forUpdate() : query).executeTakeFirst()
  return row && (await withHistory(db, districtId, [row]))[0]
}

export interface IssueQuery {
  asked: IssueCondition
  /** Id of the last issue of the page before. */
  after?: string | undefined
  limit: number
}

/** Newest first. */
export async function listIssues(
  db: Queries,
  districtId: string,
  { asked, after, limit }: IssueQuery,
): Promise<{ issues: Issue[]; next?: string }> {
  const rows =
    (await newestWithWords(db, districtId, { asked, after, limit })) ??
    (await listed(db, districtId, { asked, after }, limit + 1).execute())
  const page = rows.slice(0, limit)
  const issues = await withHistory(db, districtId, page)
  const last = page.at(-1)
  return rows.length > limit && last ? { issues, next: last.id } : { issues }
}

function listed(db: Queries, districtId: string, { asked, after }: Omit<IssueQuery, 'limit'>, limit: number) {
  const query = db
    .selectFrom('issues')
    .selectAll()
    .where('district_id', '=', districtId)
    .where(issueCondition(asked))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit)
  if (after === undefined) return query
  const last = db.selectFrom('issues').select(['created_at', 'id']).where('district_id', '=', districtId).where('id', '=', after)
  return query.where((is) => is(is.refTuple('created_at', 'id'), '<', last.$asTuple('created_at', 'id')))
}

/** So many of the newest are looked through for words before the index is asked for all that have them. */
const LOOKED_THROUGH = 1_000

/** One more than a page of those with words, where the newest fill it; undefined where they do not, or no words are asked for. */
async function newestWithWords(
  db: Queries,
  districtId: string,
  { asked: { words = [], ...asked }, after, limit }: IssueQuery,
): Promise<IssueRow[] | undefined> {
  if (words.length === 0 || limit >= LOOKED_THROUGH) return undefined
  const rows = await db
    .selectFrom(listed(db, districtId, { asked, after }, LOOKED_THROUGH).as('issues'))
    .selectAll()
    .where(hasWords(words))
    .orderBy('created_at', 'desc')
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  return rows.length > limit ? rows : undefined
}

/** Of each issue those that were merged into it and have not been taken out again, by the issue that goes on. */
export async function duplicatesOf(db: Queries, districtId: string, ids: readonly string[]): Promise<Map<string, string[]>> {
  if (ids.length === 0) return new Map()
  const { rows } = await mergedInto(districtId, ids).execute(db)
  return new Map([...Map.groupBy(rows, ({ into }) => into)].map(([into, merged]) => [into, merged.map(({ id }) => id)]))
}

/** By the index of steps that say `into` (0017), which only steps that have the word are in: the query has to say so too. */
export const mergedInto = (districtId: string, ids: readonly string[]): RawBuilder<{ id: string; into: string }> => sql`
    select distinct issues.id, steps.details->>'into' as into from issues
    join issue_transitions steps on steps.district_id = issues.district_id and steps.issue_id = issues.id
    where issues.district_id = ${districtId} and issues.state = 'merged' and steps.seq = issues.version
      and steps.details ? 'into' and steps.details->>'into' = any(${ids}::text[])
    order by issues.id`

/** The issues of rows, in their order. */
export async function withHistory(db: Queries, districtId: string, rows: IssueRow[]): Promise<Issue[]> {
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  const transitions = await transitionRows(db, districtId, ids)
  const histories = Map.groupBy(transitions, (transition) => transition.issue_id)
  return rows.map((row) => ({ ...issueOf(row), history: (histories.get(row.id) ?? []).map(transitionOf) }))
}

const transitionRows = (db: Queries, districtId: string, issueIds: readonly string[]): Promise<TransitionRow[]> =>
  db
    .selectFrom('issue_transitions')
    .selectAll()
    .where('district_id', '=', districtId)
    .where('issue_id', 'in', issueIds)
    .orderBy('issue_id')
    .orderBy('seq')
    .execute()

const issueOf = (row: IssueRow): Omit<Issue, 'history'> => ({
  ...summaryOf(row),
  categorySet: row.category_set,
  source: row.source,
  attributes: row.attributes,
  description: row.description,
  photos: row.photos,
  ...withoutNulls({ position: row.position, placeText: row.place_text, declared: declaredOf(row) }),
  ...withoutNulls({ severity: row.severity, terms: row.terms, hotlineNumber: row.hotline_number }),
})

const declaredOf = ({ declared_position: position, declared_crs: crs }: IssueRow) => (position && crs ? { position, crs } : null)

const summaryOf = (row: IssueRow): IssueSummary => ({
  id: row.id,
  categoryId: row.category_id,
  gridPath: row.grid_path,
  state: row.state,
  createdAt: row.created_at,
  updatedAt: row.updated_at,
  version: row.version,
})

/** What anybody may see of an issue. */
export const summarise = ({ id, categoryId, gridPath, state, createdAt, updatedAt, version }: Issue): IssueSummary => ({
  id,
  categoryId,
  gridPath,
  state,
  createdAt,
  updatedAt,
  version,
})

const transitionOf = (row: TransitionRow): Transition => ({
  issueId: row.issue_id,
  seq: row.seq,
  action: row.action,
  to: row.to_state,
  actor: row.actor,
  at: row.at,
  ...withoutNulls({ from: row.from_state, reason: row.reason, evidence: row.evidence }),
  ...row.details,
})
