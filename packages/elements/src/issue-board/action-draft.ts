import { gridPost, needRefusal, partsMeant, REPORT_PARTS } from '@wangge/core/issue'
import type {
  Assignee,
  IssueAction,
  IssueState,
  Publication,
  ReportPart,
  ServiceTerms,
  Severity,
  TimeLimit,
  TransitionCommand,
} from '@wangge/core/issue/schema'
import type { GridTree } from '@wangge/core/grid'
import { zonedTime } from '@wangge/core/roster'
import type { FieldErrors } from '../form-fields.ts'
import type { PreparedPhoto } from '../photos/photo.ts'
import { TIME_ZONE } from '../locale.ts'
import type { Locale } from '../locale.ts'

/** What a step is about to say, as it is being written. */
export interface ActionDraft {
  action: IssueAction
  reason: string
  photos: readonly PreparedPhoto[]
  /** `grid:<id>`, `role:<role>` or `org:<id>`; empty while nobody is chosen. */
  to: string
  into: string
  amount: string
  /** Of `suspend`: local date on which the clocks go on. */
  until: string
  /** Of `correct`: what it is said to be; empty where that stays as it is. */
  categoryId: string
  severity: Severity | ''
  /** Of `publish` and `withhold`: what of the report; of many nothing until somebody has chosen. */
  parts: readonly ReportPart[]
}

/** @param standing of one issue: what is chosen at first is what would be meant without a word of what */
export const emptyDraft = (action: IssueAction, standing?: Publication): ActionDraft => ({
  ...{ action, reason: '', photos: [], to: '', into: '', amount: '', until: '', categoryId: '', severity: '' as const },
  parts: standing ? chosenAtFirst(action, standing) : [],
})

function chosenAtFirst(action: IssueAction, standing: Publication): readonly ReportPart[] {
  const there = partsThere(standing)
  // Where there is one part alone there is nothing to choose.
  return there.length === 1 ? there : there.filter((part) => partsMeant({ action }, standing).includes(part))
}

/** What of a report can be published at all. */
export const partsThere = (standing: Publication): readonly ReportPart[] =>
  REPORT_PARTS.filter((part) => standing[part] !== 'never')

/** Whether what the step is about is a part of the report. */
export const takesParts = (action: IssueAction): boolean => action === 'publish' || action === 'withhold'

/** What a step rests on: one issue, or what several have in common. */
export interface ActionSubject {
  state: IssueState
  terms?: ServiceTerms | undefined
  /** Of one issue: how it stands with being published. */
  publication?: Publication | undefined
}

const WITH_PHOTOS: ReadonlySet<IssueAction> = new Set(['resolve', 'verify', 'reopen', 'note', 'return'])

export const takesPhotos = (action: IssueAction): boolean => WITH_PHOTOS.has(action)
export const takesAssignee = (action: IssueAction): boolean => action === 'dispatch' || action === 'reassign'

export const unitOf = ({ terms }: ActionSubject): TimeLimit['unit'] => terms?.handling.unit ?? 'workingDays'

/** What is missing, by field, as the rule of the workflow asks for it. */
export function draftErrors({ t }: Locale, draft: ActionDraft, subject: ActionSubject): FieldErrors {
  const words = t.board.errors
  const errors = new Map<string, string>()
  const told = stepFields(draft, subject)
  const evidence = draft.photos.map(() => ({ sha256: '', type: 'image/jpeg' as const, size: 1 }))
  const refusal = needRefusal(subject, { action: draft.action, ...told, evidence })
  if (refusal?.reason === 'reason-required') errors.set('reason', words['reason']!)
  if (refusal?.reason === 'evidence-required') errors.set('reason', words['proof']!)
  if (takesAssignee(draft.action) && draft.to === '') errors.set('to', words['assignee']!)
  if (draft.action === 'correct' && !told.correction) errors.set('correct-category', words['correction']!)
  if (draft.action === 'merge' && draft.into === '') errors.set('into', words['into']!)
  if (mustChoose(draft, subject) && draft.parts.length === 0) errors.set('parts', words['parts']!)
  if (draft.action === 'suspend' && !told.until) errors.set('until', words['until']!)
  if (draft.action === 'extend' && !told.extension) errors.set('amount', words['extension']!)
  return errors
}

/** Of many nobody has seen the photos: whether they are published with the words is for somebody to say. */
const mustChoose = ({ action }: ActionDraft, { publication }: ActionSubject): boolean =>
  takesParts(action) && (publication !== undefined || action === 'publish')

/** The fields of the command that do not hang on where the issue is. */
export function stepFields(
  { action, reason, into, amount, until, parts, categoryId, severity }: ActionDraft,
  subject: ActionSubject,
): Pick<TransitionCommand, 'reason' | 'into' | 'extension' | 'until' | 'parts' | 'correction'> {
  const days = Number(amount)
  const correction = { ...(categoryId !== '' && { categoryId }), ...(severity !== '' && { severity }) }
  const isAmount = /^\d{1,3}$/.test(amount.trim()) && days >= 1 && days <= 365
  return {
    ...(reason.trim() !== '' && { reason }),
    ...(action === 'merge' && into !== '' && { into }),
    ...(action === 'correct' && Object.keys(correction).length > 0 && { correction }),
    ...(takesParts(action) && parts.length > 0 && { parts: [...parts] }),
    ...(action === 'extend' && isAmount && { extension: { amount: days, unit: unitOf(subject) } }),
    ...(action === 'suspend' && isDate(until) && { until: new Date(zonedTime(until, 0, TIME_ZONE)).toISOString() }),
  }
}

const isDate = (text: string): boolean => /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))

/** Whom a choice means at a place; undefined where the place has no such post. */
export function assigneeOf(to: string, gridPath: readonly string[], tree: GridTree | undefined): Assignee | undefined {
  const [kind, value = ''] = to.split(/:(.*)/s)
  if (kind === 'org') return { role: 'liaison', orgId: value }
  if (!tree) return undefined
  const posts = postsOf(gridPath, tree)
  return kind === 'grid' ? posts.find(({ gridId }) => gridId === value) : posts.find(({ role }) => role === value)
}

/** The posts that answer for a place, the nearest first. */
export const postsOf = (gridPath: readonly string[], tree: GridTree): (Assignee & { gridId: string })[] =>
  gridPath
    .filter((id) => tree.get(id))
    .map((id) => gridPost(id, tree, [], 0))
    .map(({ role, gridId }) => ({ role, gridId }))
    .reverse()
