import type { Instant } from '../schema.ts'
import type { DutyNews, DutyNewsContext } from './duty-news.ts'
import type { CorrectionView, SignUpEnd, SignUpView, SlotView, SwapView } from './schema.ts'
import { confirmation, instant } from './slot-times.ts'

/** One aspect of a duty that can change without its person, with what is told where another value was seen before. */
export interface DutyFact {
  key: string
  value: string
  /** When the shift begins, to sort by; what is not known comes last. */
  start: string
  /** `before`: the value that was seen last; undefined where none was. Never asked where it is the same. */
  news(before: string | undefined): Omit<DutyNews, 'id'> | undefined
}

/** What was never seen here is told for so long after the shift, or the step. */
const RECENT_MS = 14 * 86_400_000
/** A reminder so soon after one's own word is none. */
const OWN_ACT_MS = 3_600_000
const LAST = '~'

/** Ends that the person brought about, or that are told otherwise: a swap by the swap. */
const OWN_ENDS: ReadonlySet<SignUpEnd> = new Set<SignUpEnd>(['self', 'declined', 'swapped', 'taken-up', 'consent-withdrawn'])

/** Where it stands, when and where it is, whether it wants a word, and whether its person is said not to have come. */
export function signUpFacts(view: SignUpView, context: DutyNewsContext): DutyFact[] {
  const { id } = view
  const start = startOf(view.slot)
  const fact = (aspect: string, value: string, news: DutyFact['news']): DutyFact => ({
    key: `s:${id}.${aspect}`,
    value,
    start,
    news,
  })
  const isEnded = endOf(view) !== undefined
  const { slot } = view
  return [
    fact('state', stateValue(view), (before) => stateNews(view, before, context)),
    ...(slot && !isEnded ? [fact('when', whenValue(slot), (before) => changeNews(view, slot, before, context))] : []),
    ...(isEnded ? [] : [fact('ask', isAsked(view, context) ? `confirm:${view.confirmBy}` : '', () => askNews(view, context))]),
    ...(isReminded(view, isEnded) ? [fact('reminder', view.remindedAt ?? '', () => reminderNews(view, context))] : []),
    fact('presence', view.attendance?.state === 'no-show' ? 'no-show' : '', (before) => presenceNews(view, before, context)),
  ]
}

const about = ({ id, slotId }: SignUpView) => ({ signUpId: id, slotId })

/** A shift that was called off ends what stands in it, whether that is written down yet or not. */
const endOf = ({ state, ended, slot }: SignUpView): SignUpEnd | '' | undefined =>
  state === 'cancelled' ? (ended ?? '') : slot?.cancelled ? 'slot-cancelled' : undefined

function stateValue(view: SignUpView): string {
  const ended = endOf(view)
  if (ended !== undefined) return `cancelled:${ended}`
  return view.state === 'offered' ? `offered:${view.confirmBy ?? ''}` : view.state
}

function stateNews(view: SignUpView, before: string | undefined, { now, policy }: DutyNewsContext) {
  const { state, by, slot, confirmBy } = view
  // Of what was never seen here, only what is to come.
  if (before === undefined && isOver(slot, now)) return undefined
  const ended = endOf(view)
  if (ended !== undefined) return endNews(view, ended)
  if (state === 'offered') {
    if (confirmBy !== undefined && now >= Date.parse(confirmBy)) return undefined
    return { ...about(view), kind: 'offered' as const, ...(confirmBy === undefined ? {} : { until: confirmBy }) }
  }
  if (state === 'invited') return hasBegun(slot, now) ? undefined : { ...about(view), kind: 'invited' as const }
  if (before === undefined) return by === 'liaison' ? { ...about(view), kind: 'assigned' as const } : undefined
  // Where seats are held for an answer, who has one has taken it themselves.
  const isOffered = (policy?.offerMinutes ?? 0) > 0
  return state === 'seated' && before === 'waitlisted' && !isOffered ? { ...about(view), kind: 'moved-up' as const } : undefined
}

function endNews(view: SignUpView, ended: SignUpEnd | '') {
  if (ended === '' || OWN_ENDS.has(ended)) return undefined
  if (ended !== 'slot-cancelled') return { ...about(view), kind: 'ended' as const, ended }
  const reason = view.slot?.cancelReason
  return { ...about(view), kind: 'called-off' as const, ...(reason === undefined ? {} : { reason }) }
}

const whenValue = ({ startsAt, endsAt, post: { id, position } }: SlotView): string =>
  [instant(Date.parse(startsAt)), instant(Date.parse(endsAt)), id, ...(position ?? [])].join(' ')

function changeNews(view: SignUpView, slot: SlotView, before: string | undefined, { now }: DutyNewsContext) {
  if (before === undefined || isOver(slot, now)) return undefined
  const [startsAt = '', endsAt = '', ...place] = before.split(' ')
  const moved = place.join(' ') !== whenValue(slot).split(' ').slice(2).join(' ')
  return { ...about(view), kind: 'changed' as const, was: { startsAt, endsAt, moved } }
}

function isAsked({ state, confirmBy, confirmedAt, remindedAt, slot }: SignUpView, { now, policy }: DutyNewsContext): boolean {
  if (state !== 'seated' || confirmBy === undefined || confirmedAt !== undefined || now >= Date.parse(confirmBy)) return false
  const opens = slot && policy && confirmation(slot, policy)?.opens
  return remindedAt !== undefined || (opens !== undefined && now >= opens)
}

function askNews(view: SignUpView, context: DutyNewsContext) {
  const { confirmBy } = view
  if (!isAsked(view, context) || confirmBy === undefined) return undefined
  return { ...about(view), kind: 'to-confirm' as const, until: confirmBy }
}

/** Where an answer is asked for, that says it. */
function isReminded({ state, at, confirmBy, confirmedAt, remindedAt }: SignUpView, isEnded: boolean): boolean {
  if (state !== 'seated' || isEnded || confirmBy !== undefined || remindedAt === undefined) return false
  // Whoever took the seat a moment ago need not be told of it.
  return Date.parse(remindedAt) - Math.max(Date.parse(at), Date.parse(confirmedAt ?? at)) >= OWN_ACT_MS
}

function reminderNews(view: SignUpView, { now }: DutyNewsContext) {
  const isToCome = view.slot !== undefined && !hasBegun(view.slot, now)
  return isToCome ? { ...about(view), kind: 'reminded' as const } : undefined
}

function presenceNews(view: SignUpView, before: string | undefined, { now }: DutyNewsContext) {
  if (view.attendance?.state !== 'no-show') {
    return before === 'no-show' ? { ...about(view), kind: 'absence-lifted' as const } : undefined
  }
  const isOld = before === undefined && !isRecent(view.slot?.endsAt, now)
  return isOld ? undefined : { ...about(view), kind: 'absent' as const }
}

/** Own swaps, and those of colleagues that one may accept. */
export function swapFact(swap: SwapView, slot: SlotView | undefined, { now }: DutyNewsContext): DutyFact {
  const { id, mine, state, slotId, signUpId, because } = swap
  const news = (kind: DutyNews['kind']) => ({ kind, slotId, swapId: id, ...(signUpId === undefined ? {} : { signUpId }) })
  return {
    key: `w:${id}.state`,
    value: `${mine}:${state}`,
    start: startOf(slot),
    news(before) {
      if (before === undefined && isOver(slot, now)) return undefined
      if (mine === 'open') return state === 'open' ? news('swap-offered') : undefined
      // Whoever accepts has the seat at once where no liaison is asked: that is their own doing.
      const hasWaited = mine === 'offered' || before === 'accepted:accepted'
      if (state === 'done') return hasWaited ? news('swap-done') : undefined
      if (state === 'refused') return hasWaited ? news('swap-refused') : undefined
      if (state === 'accepted') return mine === 'offered' ? news('swap-accepted') : undefined
      if (because === 'others-wait' && mine === 'offered') return news('swap-waited-for')
      // What is for the colleague's seat, whoever offers theirs has no part in.
      const isForGiven = because === 'given-waited-for' || because === 'given-checked-in'
      if (isForGiven && mine === 'offered') return news('swap-lapsed')
      if (because === 'given-checked-in') return undefined
      const isTakenBack = state === 'lapsed' || state === 'withdrawn'
      return isTakenBack && before === 'accepted:accepted' ? news('swap-lapsed') : undefined
    },
  }
}

/** A correction of recorded hours that was decided by others. */
export function correctionFact(correction: CorrectionView, slot: SlotView | undefined, { now }: DutyNewsContext): DutyFact {
  const { id, state, slotId, signUpId, steppedAt } = correction
  return {
    key: `c:${id}.state`,
    value: state,
    start: startOf(slot),
    news(before) {
      if (before === undefined && !isRecent(steppedAt, now)) return undefined
      if (state !== 'accepted' && state !== 'refused' && state !== 'upheld') return undefined
      return { kind: `correction-${state}` as const, slotId, signUpId }
    },
  }
}

const startOf = (slot: SlotView | undefined): string => (slot ? instant(Date.parse(slot.startsAt)) : LAST)
const isOver = (slot: SlotView | undefined, now: number): boolean => slot !== undefined && now >= Date.parse(slot.endsAt)
const hasBegun = (slot: SlotView | undefined, now: number): boolean => slot !== undefined && now >= Date.parse(slot.startsAt)
const isRecent = (at: Instant | undefined, now: number): boolean => at !== undefined && now - Date.parse(at) < RECENT_MS
