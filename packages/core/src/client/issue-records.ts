import type { Cache } from '../cache/index.ts'
import { isSdkError } from '../errors.ts'
import { issueRow, recount } from '../issue/index.ts'
import { issueBoardSchema, staffIssueSchema, transitionCommandSchema } from '../issue/schema.ts'
import type { IssueBoard, IssueRow, StaffIssue } from '../issue/schema.ts'
import type { CacheRecord, OutboxEntry } from '../ports/index.ts'
import type { Id } from '../schema.ts'
import { gridStatusPath, ISSUE_BOARD, isIssueBoard, issuePath, meKey, pathOf, personOf, resourceKey } from './paths.ts'
import { parseWith } from './schema-parse.ts'

export const parseIssue = parseWith(staffIssueSchema)
const parseBoard = parseWith(issueBoardSchema)
const parseStep = parseWith(transitionCommandSchema)

/** So many issues are asked for one by one when they change; of more the whole board is asked for anew. */
const MOST_ONE_BY_ONE = 8

/** What the answer to a step leaves here: the issue, and its line on each board that has it. */
export async function stepRecords(
  { person, body: command }: OutboxEntry,
  body: unknown,
  { cache, now }: { cache: Cache; now: number },
): Promise<CacheRecord[] | undefined> {
  const issue = parseIssue(body)
  if (!issue || issue.id !== parseStep(command)?.issueId) return undefined
  if (person === undefined) return []
  const records: CacheRecord[] = [{ key: resourceKey(person, issuePath(issue.id)), data: issue, fetchedAt: now }]
  for (const key of await cache.keys(resourceKey(person, ISSUE_BOARD))) {
    const known = await cache.record(key, parseBoard)
    const data = known && withIssue(known.data, issue)
    // Without its ETag, which named another state.
    if (data) records.push({ key, data, fetchedAt: known.fetchedAt, ...(known.stale ? { stale: known.stale } : {}) })
  }
  return records
}

/** What a step has made older than it looks: on a refusal what is known of the issue, which somebody else may have moved on. */
export function outdatedByStep({ body }: OutboxEntry, answer: unknown): (key: string) => boolean {
  const issue = parseIssue(answer)
  const issueId = parseStep(body)?.issueId
  if (!issue) return (key) => isIssueBoard(key) || (issueId !== undefined && pathOf(key) === issuePath(issueId))
  const paths = new Set(issue.gridPath.map(gridStatusPath))
  // Whether a filter still asks for it is for the server to say.
  return (key) => paths.has(pathOf(key)) || (isIssueBoard(key) && isNarrowed(key))
}

/**
 * The feed's news of issues, by their versions: lines of a board that somebody looks at are asked for one by one, so that a
 * board of a thousand lines is not sent anew for each. Resolves with the records that have to be asked for as a whole.
 */
export async function tellIssues(cache: Cache, news: ReadonlyMap<Id, number>): Promise<string[]> {
  const keys = await cache.keys(meKey(''))
  const outdated = await outdatedIssues(cache, keys, news)
  for (const key of keys.filter(isIssueBoard)) {
    const isTold = cache.isWatched(key) && (await tellBoard(cache, key, news))
    if (!isTold) outdated.push(key)
  }
  return outdated
}

async function outdatedIssues(cache: Cache, keys: readonly string[], news: ReadonlyMap<Id, number>): Promise<string[]> {
  const paths = new Map([...news].map(([id, version]) => [issuePath(id), version]))
  const outdated: string[] = []
  for (const key of keys) {
    const version = paths.get(pathOf(key))
    if (version !== undefined && ((await cache.read(key, parseIssue))?.version ?? 0) < version) outdated.push(key)
  }
  return outdated
}

/** Whether the board has taken them in. */
async function tellBoard(cache: Cache, key: string, news: ReadonlyMap<Id, number>): Promise<boolean> {
  const board = await cache.read(key, parseBoard)
  const versions = new Map(board?.issues.map(({ id, version }) => [id, version]))
  const ids = [...news].flatMap(([id, version]) => ((versions.get(id) ?? 0) < version ? [id] : []))
  if (ids.length > MOST_ONE_BY_ONE) return false
  if (isNarrowed(key) && ids.some((id) => board?.counts || !versions.has(id))) return false
  for (const id of ids) {
    const issue = await askFor(cache, id, personOf(key))
    if (issue === 'later') return false
    if (issue && board?.counts && !versions.has(id) && !isNewer(issue, board)) return false
    if (issue) await cache.patch(key, parseBoard, (known) => withIssue(known, issue) ?? withNew(known, issue, key))
  }
  return true
}

async function askFor(cache: Cache, id: Id, person: string | undefined): Promise<StaffIssue | 'later' | undefined> {
  try {
    return await cache.ask(issuePath(id), parseIssue, person)
  } catch (error) {
    if (!isSdkError(error)) throw error
    // One that is out of reach is on no board of whoever asks.
    return error.status === 404 ? undefined : 'later'
  }
}

/** The board with what is newer of an issue that it has. */
function withIssue(board: IssueBoard, issue: StaffIssue): IssueBoard | undefined {
  const known = board.issues.find(({ id }) => id === issue.id)
  if (!known || known.version > issue.version) return undefined
  const line = issueRow(issue)
  return { ...board, ...counted(board, known, line), issues: board.issues.map((row) => (row === known ? line : row)) }
}

const counted = ({ counts, asOf }: IssueBoard, before: IssueRow | undefined, after: IssueRow) =>
  counts && { counts: recount(counts, { before, after, asOf: Date.parse(asOf) }) }

/** It was reported after the board was told: no count has it yet, whatever is not told. */
const isNewer = ({ createdAt }: StaffIssue, { asOf }: IssueBoard) => Date.parse(createdAt) > Date.parse(asOf)

/** Asked for by more than a place, an organisation and days: what else a filter asks for is worked out by the server. */
function isNarrowed(key: string): boolean {
  const asked = new URLSearchParams(pathOf(key).split('?')[1])
  return [...asked.keys()].some((name) => !['grid', 'org', 'ended', 'pages'].includes(name))
}

/** The board with an issue that has come in, where it belongs on it. */
function withNew(board: IssueBoard, issue: StaffIssue, key: string): IssueBoard | undefined {
  const asked = new URLSearchParams(pathOf(key).split('?')[1])
  const [root, orgId] = [asked.get('grid'), asked.get('org')]
  const row = issueRow(issue)
  const isIts = (root === null || issue.gridPath.includes(root)) && (orgId === null || row.askedOrgId === orgId)
  if (!isIts || board.issues.some(({ id }) => id === issue.id)) return undefined
  return { ...board, ...counted(board, undefined, row), issues: [row, ...board.issues] }
}
