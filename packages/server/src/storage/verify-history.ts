import { commitmentOf, MAX_FINDINGS, verifyChain } from '@wangge/core/audit'
import type { AuditEntry, AuditFinding } from '@wangge/core/audit/schema'
import { isSdkError } from '@wangge/core'
import { chainedStep, committedText, replay, STEP_PARTS, tellsOpening } from '@wangge/core/issue'
import type { StepPart } from '@wangge/core/issue'
import type { FiledAs, HistoryFinding, HistoryHead, HistoryVerification, TimeLimit } from '@wangge/core/issue/schema'
import { sql } from 'kysely'
import { ERASED_ACTOR } from '../privacy/erase-report.ts'
import { sha256 } from '../auth/secrets.ts'
import type { Queries } from './database.ts'
import { erasedSteps } from './erased-steps.ts'
import { issueChain } from './issue-chain.ts'
import { stepsOf } from './issues.ts'
import type { StoredHistory, StoredStep } from './issues.ts'
import { districtChain, placedEntry, placedHead } from './place-steps.ts'
import type { PlacedStep } from './place-steps.ts'

const PAGE = 200

/** The order of all steps, against a head that was kept elsewhere, and the history of each issue. */
export async function verifyHistories(db: Queries, districtId: string, kept?: HistoryHead): Promise<HistoryVerification> {
  const heads = kept ? [kept] : []
  const order = await verifyChain(placedEntries(db, districtId), { districtId: districtChain(districtId), sha256, heads })
  const findings: HistoryFinding[] = [...order.findings, ...(await strayFindings(db, districtId))]
  const isTold = await erasedSteps(db, districtId)
  let issues = 0
  let steps = 0
  for await (const history of histories(db, districtId)) {
    issues += 1
    steps += history.steps.length
    if (findings.length < MAX_FINDINGS) findings.push(...(await historyFindings(districtId, history, isTold)))
  }
  const head = await placedHead(db, districtId)
  return { ok: findings.length === 0, issues, steps, head, findings: findings.slice(0, MAX_FINDINGS) }
}

/** The history of one issue, against a head of it that was kept elsewhere. */
export async function verifyIssueHistory(
  db: Queries,
  districtId: string,
  issueId: string,
  kept?: HistoryHead,
): Promise<HistoryVerification> {
  const [history] = await stepsOf(db, districtId, [issueId])
  const { steps } = history!
  const findings = await historyFindings(districtId, history!, await erasedSteps(db, districtId), kept)
  return { ok: findings.length === 0, issues: 1, steps: steps.length, head: issueHead(history!), findings }
}

/** Where the chain of an issue ends. */
export function issueHead({ steps }: Pick<StoredHistory, 'steps'>): HistoryHead {
  const { transition, hash } = steps.at(-1)!
  return { seq: transition.seq, hash: hash! }
}

async function historyFindings(
  districtId: string,
  history: StoredHistory,
  isTold: (issueId: string, seq: number) => boolean,
  kept?: HistoryHead,
): Promise<HistoryFinding[]> {
  const { issueId, steps } = history
  const of = ({ code, seq, message }: Omit<HistoryFinding, 'issueId'>): HistoryFinding => ({ code, issueId, seq, message })
  const chained = steps.filter(({ hash, commitments }) => hash !== null && commitments !== null)
  const options = { districtId: issueChain(districtId, issueId), sha256, heads: kept ? [kept] : [] }
  const { findings } = await verifyChain(
    chained.map((step, index) => entryOf(step, chained[index - 1], history)),
    options,
  )
  return [
    ...findings.map(of),
    ...steps.filter((step) => !chained.includes(step)).map(({ transition }) => of(unchained(transition.seq))),
    ...chained.flatMap((step) => partFindings(step, history, isTold)).map(of),
    ...stateFindings(history).map(of),
    ...filedFindings(history).map(of),
  ]
}

/** By the version that it was written in. */
function entryOf(
  { transition, commitments, hash, version }: StoredStep,
  before: StoredStep | undefined,
  { opened }: StoredHistory,
): AuditEntry {
  const told = tellsOpening(version, before?.version) ? { opened } : {}
  const { opening, ...step } = chainedStep(transition, commitments!, { version, ...told })
  return { ...step, commitment: commitmentOf(opening, sha256), hash: hash!, opening }
}

/** What a step says must be what it was committed to; what is gone, the audit must tell of. */
function partFindings(
  { transition, salts, commitments }: StoredStep,
  { issueId, report }: StoredHistory,
  isTold: (issueId: string, seq: number) => boolean,
): AuditFinding[] {
  const { seq } = transition
  const content = seq === 1 ? report : undefined
  const gone: Record<StepPart, boolean> = {
    actor: transition.actor.id === ERASED_ACTOR,
    reason: transition.reason === undefined,
    evidence: transition.evidence === undefined,
    report: true,
  }
  return STEP_PARTS.flatMap((part) => {
    const salt = salts?.[part]
    if (salt === undefined) return !gone[part] ? [partChanged(seq, part)] : isTold(issueId, seq) ? [] : [partMissing(seq, part)]
    const isTrue = sha256(committedText(part, { salt, transition, report: content })) === commitments![part]
    return isTrue ? [] : [partChanged(seq, part)]
  })
}

/** What it was corrected to last is what it is filed as; without a correction the first step tells what it was opened with. */
function filedFindings({ steps, filed }: StoredHistory): Omit<HistoryFinding, 'issueId'>[] {
  const last = steps.filter(({ transition }) => transition.corrected).at(-1)?.transition
  if (!last) return []
  const [expected, came] = [last.corrected!.now, filed].map((one) => inWords(one))
  return expected === came ? [] : [stateDiffers(last.seq, expected!, came!)]
}

/** The database keeps no order of its own. */
const inWords = ({ categoryId, categorySet = 1, severity = 'general', terms }: FiledAs): string => {
  const limits = Object.entries<TimeLimit | undefined>(terms ?? {}).map(
    ([kind, limit]) => `${kind} ${limit?.amount} ${limit?.unit}`,
  )
  return [categoryId, categorySet, severity, ...limits.sort()].join(', ')
}

function stateFindings({ steps, state, version }: StoredHistory): Omit<HistoryFinding, 'issueId'>[] {
  try {
    const led = replay(steps.map(({ transition }) => transition))
    if (led.state === state && led.version === version) return []
    return [stateDiffers(led.version, `${led.state}, ${led.version}`, `${state}, ${version}`)]
  } catch (error) {
    if (!isSdkError(error)) throw error
    return [stateDiffers(steps.length, error.message, `${state}, ${version}`)]
  }
}

async function* placedEntries(db: Queries, districtId: string): AsyncGenerator<AuditEntry> {
  let after = Number.MIN_SAFE_INTEGER
  for (;;) {
    const { rows } = await sql<PlacedStep & { place: number; placeHash: string }>`
      select issue_id as "issueId", seq, at, coalesce(hash, '') as hash, place, coalesce(place_hash, '') as "placeHash"
      from issue_transitions where district_id = ${districtId} and place > ${after} order by place limit ${PAGE * 10}`.execute(db)
    for (const { place, placeHash, ...step } of rows) yield { ...placedEntry(step, place), hash: placeHash }
    const last = rows.at(-1)
    if (!last || rows.length < PAGE * 10) return
    after = last.place
  }
}

async function* histories(db: Queries, districtId: string): AsyncGenerator<StoredHistory> {
  let after = ''
  for (;;) {
    const rows = await db
      .selectFrom('issues')
      .select('id')
      .where('district_id', '=', districtId)
      .where('id', '>', after)
      .orderBy('id')
      .limit(PAGE)
      .execute()
    const ids = rows.map(({ id }) => id)
    yield* await stepsOf(db, districtId, ids)
    if (ids.length < PAGE) return
    after = ids.at(-1)!
  }
}

/** Steps of an issue that is not there. */
async function strayFindings(db: Queries, districtId: string): Promise<HistoryFinding[]> {
  const { rows } = await sql<{ issueId: string }>`
    select distinct issue_id as "issueId" from issue_transitions steps where district_id = ${districtId} and not exists (
      select 1 from issues where issues.district_id = steps.district_id and issues.id = steps.issue_id)
    order by 1 limit ${MAX_FINDINGS}`.execute(db)
  return rows.map(({ issueId }) => ({ issueId, ...stateDiffers(0, 'an issue', 'none') }))
}

const stateDiffers = (seq: number, expected: string, came: string) => ({
  code: 'state' as const,
  seq,
  message: { zh: `按历史应为：${expected}；实际为：${came}`, en: `By its history: ${expected}; it stands at: ${came}` },
})

const unchained = (seq: number) => ({
  code: 'unchained' as const,
  seq,
  message: { zh: `第 ${seq} 步没有哈希，并非由系统写入`, en: `Step ${seq} has no hash: the server did not write it` },
})

const PARTS: Record<StepPart, { zh: string; en: string }> = {
  actor: { zh: '经办人', en: 'who took it' },
  reason: { zh: '说明', en: 'its words' },
  evidence: { zh: '照片', en: 'its photos' },
  report: { zh: '上报内容', en: 'the report' },
}

const partChanged = (seq: number, part: StepPart): AuditFinding => ({
  code: 'opening-changed' as const,
  seq,
  message: {
    zh: `第 ${seq} 步的${PARTS[part].zh}与其承诺值不符`,
    en: `Of step ${seq} ${PARTS[part].en} is not what was committed to`,
  },
})

const partMissing = (seq: number, part: StepPart): AuditFinding => ({
  code: 'opening-missing' as const,
  seq,
  message: {
    zh: `第 ${seq} 步的${PARTS[part].zh}已空，而审计中没有删除它的记录`,
    en: `Of step ${seq} ${PARTS[part].en} is gone, and the audit does not tell that it was erased`,
  },
})
