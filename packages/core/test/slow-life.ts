// The life of an issue once more, for tests of its rules: the workflow as a person would draw it, and time walked half-hour by
// half-hour through a table of days. Slow, and nothing to go wrong.
import type { AdvanceCommand } from '../src/issue/advance.ts'
import type { Actor } from '../src/issue/permission.ts'
import type {
  ClockKind,
  EscalationPolicy,
  IssueAction,
  IssueState,
  Moderation,
  ReportPart,
  ServiceTerms,
  Severity,
  TimeLimit,
} from '../src/issue/schema.ts'
import { CALENDAR_2026 } from './calendar-2026.ts'

const NAME = { zh: '元旦', en: 'New Year’s Day' }
/** As that of 2026; and a New Year for which the last day of the old one is off and a Saturday is worked. */
export const YEARS = [
  ...CALENDAR_2026,
  {
    year: 2027,
    days: [
      { date: '2026-12-31', kind: 'holiday' as const, name: NAME },
      { date: '2027-01-01', kind: 'holiday' as const, name: NAME },
      { date: '2027-01-09', kind: 'makeUpDay' as const, name: NAME },
    ],
  },
]

export const HALF_HOUR = 30 * 60_000
const SLOTS_A_DAY = 48
const FIRST = Date.parse('2026-09-14T00:00:00+08:00')
/** As many half-hours as the table has. */
export const LAST_SLOT = 300 * SLOTS_A_DAY
export const instantOf = (slot: number): number => FIRST + slot * HALF_HOUR

const SPECIAL = new Map(YEARS.flatMap(({ days }) => days).map(({ date, kind }) => [date, kind]))
const WORKED = Array.from({ length: LAST_SLOT / SLOTS_A_DAY + 1 }, (_, day) => {
  const date = new Date(instantOf(day * SLOTS_A_DAY) + 8 * 3_600_000)
  const kind = SPECIAL.get(date.toISOString().slice(0, 10))
  return kind ? kind === 'makeUpDay' : ![0, 6].includes(date.getUTCDay())
})
const isWorked = (slot: number) => WORKED[Math.floor(slot / SLOTS_A_DAY)]!

/** From state to state by action and whom: **R**esident, building **H**ead, **E**state worker, **C**ommunity, **S**treet, **L**iaison, **I**nspector. */
const DRAWN: Record<IssueState, string> = {
  submitted: 'accept accepted HECSL, reject rejected ECS, merge merged ECS, correct submitted ECS',
  accepted:
    'start handling HECSL, dispatch dispatched ECS, escalate escalated HECS, merge merged ECS, extend accepted CS, correct accepted ECS',
  dispatched:
    'start handling HECSL, return returned HECSL, escalate escalated HECS, merge merged ECS, extend dispatched CS, reassign dispatched ECS, correct dispatched ECS',
  handling:
    'resolve resolved HECSL, return returned HECSL, escalate escalated HECS, suspend suspended CS, extend handling CS, reassign dispatched ECS, correct handling ECS',
  returned: 'dispatch dispatched ECS, escalate escalated ECS, correct returned ECS',
  escalated: 'dispatch dispatched CS, correct escalated CS',
  suspended: 'resume handling CS',
  resolved: 'verify verified RIECS, reopen reopened RIECS',
  verified: 'close closed ECS, reopen reopened RIECS',
  closed: 'reopen reopened RIECS, rate closed R',
  reopened: 'dispatch dispatched ECS, correct reopened ECS',
  rejected: '',
  merged: 'unmerge submitted ECS',
}
const LETTERS: Partial<Record<Actor['role'], string>> = {
  ...{ resident: 'R', buildingHead: 'H', estateWorker: 'E', community: 'C', street: 'S', liaison: 'L', inspector: 'I' },
}
const HAS_ENDED = new Set<IssueState>(['closed', 'rejected', 'merged'])
/** By state and action. */
export const ARROWS = new Map<string, { to: IssueState; by: string }>()
for (const [state, drawn] of Object.entries(DRAWN) as [IssueState, string][]) {
  for (const [action, to, by] of drawn.split(', ').map((arrow) => arrow.split(' ')))
    if (action) ARROWS.set(`${state} ${action}`, { to: to as IssueState, by: by! })
  if (state === 'rejected' || state === 'merged') continue
  ARROWS.set(`${state} note`, { to: state, by: 'RIHECSL' })
  for (const action of ['publish', 'withhold']) ARROWS.set(`${state} ${action}`, { to: state, by: 'ECS' })
}
const ASKS_REASON = 'reject merge unmerge escalate return reassign extend suspend reopen note withhold correct'.split(' ')
const ASKS_FIELD = { merge: 'into', extend: 'extension', suspend: 'until', rate: 'rating', correct: 'correction' } as const

/** Slots from which and before which somebody holds a post. */
export type Held = readonly [from: number, to: number]

export interface World {
  /** Slots of the day. */
  hours: readonly (readonly [from: number, to: number])[]
  policy: EscalationPolicy
  /** Slot since when the policy holds. */
  since: number
  head: Held
  worker: Held
  /** Days. */
  aftercare: { reopenDays: number; rateDays: number; rerateDays: number }
}

interface Wait {
  limit: TimeLimit
  used: number
  isOver: boolean
}

interface Hand {
  kind: ClockKind
  period: number
  limit: TimeLimit
  /** What was promised of it, without what was added. */
  promised: TimeLimit
  used: number
  /** The same in each unit. */
  usedIn: Record<TimeLimit['unit'], number>
  runs: boolean
  stopped: boolean
  /** Slot at which the time of the limit that holds was up. */
  up?: number | undefined
  calls: number
  /** Until the next call. */
  wait?: Wait | undefined
  /** Before which it does not call, since the levels began anew. */
  pause?: Wait | undefined
  /** Slot at which the suspension ends. */
  resumes?: number | undefined
}

export interface SlowClimb {
  clock: ClockKind
  period: number
  step: number
  slot: number
  gridId: string
  vacant: boolean
}

export class SlowLife {
  readonly id: string
  readonly path: readonly string[]
  readonly hands: Hand[] = []
  readonly climbs: SlowClimb[] = []
  state: IssueState = 'submitted'
  /** Who was seen to take which step, without what the clock wrote. */
  readonly steps: string[] = ['report']
  into: string | undefined
  /** What others see, once it is taken up; what they do not: whether somebody said so. Empty where nothing ever is. */
  readonly seen: Map<ReportPart, 'yes' | 'no' | 'not yet'>
  /** Parts that nobody need look at, until somebody did all the same. */
  private readonly unlooked: Set<ReportPart>
  private readonly reporter: string
  terms: ServiceTerms | undefined
  category = 'waste.bulky'
  severity: Severity
  private given: string | undefined
  private rung = 0
  private resolver: string | undefined
  private closed: number | undefined
  private rated: number | undefined

  constructor(of: {
    id: string
    path: readonly string[]
    reporter: string
    terms?: ServiceTerms | undefined
    isEmergency: boolean
    given?: string | undefined
    moderation?: Moderation | undefined
  }) {
    this.id = of.id
    this.path = of.path
    this.reporter = of.reporter
    this.terms = of.terms
    this.severity = of.isEmergency ? 'emergency' : 'general'
    this.given = of.given
    const drawn = { off: ['yes', 'yes'], photos: ['yes', 'not yet'], all: ['not yet', 'not yet'] } as const
    const [words, photos] = of.moderation ? drawn[of.moderation] : []
    this.seen = new Map(
      words && photos
        ? [
            ['words', words],
            ['photos', photos],
          ]
        : [],
    )
    this.unlooked = new Set([...this.seen].flatMap(([part, is]) => (is === 'yes' ? part : [])))
    this.start('response')
    this.start('total')
  }

  get goesOn(): boolean {
    return !HAS_ENDED.has(this.state)
  }

  /** Why somebody has nothing to do with it at all. */
  reachRefusal(actor: Actor, { head: [from, to] }: World, slot: number): string | undefined {
    if (actor.role === 'resident') return actor.id === this.reporter ? undefined : 'not-reporter'
    if (!this.path.includes(actor.gridId ?? (actor.role === 'street' ? 's' : 'nowhere'))) return 'out-of-reach'
    const isHead = actor.id === 'head' && this.path.at(-1) === 'm1' && from <= slot && slot < to
    return actor.role === 'buildingHead' && !isHead ? 'not-appointed' : undefined
  }

  /** Why they do not take this step, whatever comes with it. */
  stepRefusal(action: IssueAction, actor: Actor, world: World, slot: number): string | undefined {
    const arrow = ARROWS.get(`${this.state} ${action}`)
    if (!arrow) return 'action-not-allowed'
    if (!arrow.by.includes(LETTERS[actor.role] ?? '-')) return 'role-not-allowed'
    if (action === 'extend' && !this.terms) return 'nothing-promised'
    if (this.isSettled(action, ['words', 'photos'])) return 'publication-settled'
    if (action === 'verify' && this.resolver === actor.id) return 'own-work'
    if (actor.role !== 'resident' || this.closed === undefined) return undefined
    const { reopenDays, rateDays, rerateDays } = world.aftercare
    const from = action === 'rate' ? (this.rated ?? this.closed) : this.closed
    const days = action === 'reopen' ? reopenDays : this.rated === undefined ? rateDays : rerateDays
    return (action === 'reopen' || action === 'rate') && slot >= from + days * SLOTS_A_DAY ? 'term-over' : undefined
  }

  /** What is missing of, or wrong with, what came with it. */
  detailRefusal(
    command: Partial<AdvanceCommand> & { action: IssueAction },
    slot: number,
    isTarget: boolean,
    isAssignable: boolean,
  ): string | undefined {
    const { action, reason, evidence, extension } = command
    const isSaid = reason !== undefined && reason.trim() !== ''
    if (ASKS_REASON.includes(action) && !isSaid) return 'reason-required'
    if (action === 'resolve' && !isSaid && !evidence?.length) return 'evidence-required'
    const field = ASKS_FIELD[action as keyof typeof ASKS_FIELD]
    if (field && command[field] === undefined) return 'detail-required'
    if (this.isSettled(action, this.meant(command))) return 'publication-settled'
    if (action === 'extend' && extension!.unit !== this.terms?.handling.unit) return 'extension-unit'
    if (action === 'suspend' && !this.endsWell(command.until!, slot)) return 'suspension-end'
    if (action === 'merge' && !isTarget) return 'merge-target'
    return command.assignee && !isAssignable ? 'assignee' : undefined
  }

  private endsWell(until: string, slot: number): boolean {
    const days = (Date.parse(until) - instantOf(slot)) / 86_400_000
    return days > 0 && days <= 366
  }

  /** Where no part is named: of all that was reported, but no word said of showing lifts what was taken from sight. */
  private meant({ action, parts }: Partial<AdvanceCommand> & { action: IssueAction }): readonly ReportPart[] {
    const there = [...this.seen.keys()]
    return parts ?? (action === 'publish' ? there.filter((part) => this.seen.get(part) === 'not yet') : there)
  }

  /** Whether nothing of it can be shown, or taken from sight, that is not already. */
  private isSettled(action: IssueAction, parts: readonly ReportPart[]): boolean {
    if (action !== 'publish' && action !== 'withhold') return false
    const already = action === 'publish' ? 'yes' : 'no'
    return parts.every((part) => !this.seen.has(part) || this.seen.get(part) === already)
  }

  take(command: Partial<AdvanceCommand> & { action: IssueAction }, actor: Actor, world: World, slot: number): void {
    const { action, assignee } = command
    this.climbAnew(action, actor, world, slot)
    this.state = ARROWS.get(`${this.state} ${action}`)!.to
    this.steps.push(action)
    if (action === 'publish' || action === 'withhold') {
      for (const part of this.meant(command)) {
        if (!this.seen.has(part)) continue
        this.seen.set(part, action === 'publish' ? 'yes' : 'no')
        this.unlooked.delete(part)
      }
      return
    }
    // What a building head or an organisation takes up waits for somebody who may show it.
    if (action === 'accept')
      for (const part of this.unlooked) this.seen.set(part, 'ECS'.includes(LETTERS[actor.role] ?? '-') ? 'yes' : 'not yet')
    if (actor.role !== 'resident' && action !== 'note' && action !== 'correct') this.stop('response')
    if (['resolve', 'return', 'merge', 'accept', 'dispatch', 'reassign', 'reopen'].includes(action)) this.stop('handling')
    if (['accept', 'dispatch', 'reassign', 'reopen'].includes(action)) this.start('handling')
    if (['resolve', 'reject', 'merge'].includes(action)) this.stop('total')
    if (['dispatch', 'reassign', 'merge'].includes(action)) this.stop('dispatch')
    if (['close', 'reopen'].includes(action)) this.stop('verification')
    if (action === 'return') this.start('dispatch')
    if (action === 'resolve') this.start('verification')
    for (const hand of this.hands) this.move(hand, command)
    const isTotalled = this.hands.some(({ kind }) => kind === 'total')
    if (!isTotalled && (action === 'reopen' || action === 'unmerge')) this.start('total')
    if ((action === 'dispatch' || action === 'reassign') && assignee) this.given = assignee.gridId
    if (action === 'resolve') this.resolver = actor.id
    if (action === 'rate') this.rated ??= slot
    if (action === 'close') this.closed = slot
    if (action === 'close' || action === 'reopen') this.rated = undefined
    if (action === 'reopen') this.closed = undefined
    this.into = action === 'merge' ? command.into : undefined
  }

  /** It is said to be of another category, or otherwise grave: who has it in hand has another time for it, of which some is used. */
  correct(is: { category: string; severity: Severity; terms: Partial<ServiceTerms> | undefined }): void {
    this.category = is.category
    this.severity = is.severity
    if (is.terms) this.terms = { ...this.terms, ...is.terms } as ServiceTerms
    for (const hand of this.hands) {
      const next = this.terms?.[hand.kind]
      if (hand.stopped || !next) continue
      const added = next.unit === hand.promised.unit ? hand.limit.amount - hand.promised.amount : 0
      const isSame = next.unit === hand.limit.unit && next.amount + added === hand.limit.amount
      Object.assign(hand, {
        promised: next,
        limit: { unit: next.unit, amount: next.amount + added },
        used: hand.usedIn[next.unit],
      })
      if (!isSame) Object.assign(hand, { up: undefined, wait: undefined, pause: undefined })
    }
  }

  /** A half-hour goes by. */
  tick(world: World, slot: number): void {
    for (const hand of this.hands) {
      if (hand.runs) {
        for (const unit of UNITS) hand.usedIn[unit] += gain({ unit }, world, slot)
        hand.used = hand.usedIn[hand.limit.unit]
      }
      for (const wait of waits(hand)) wait.used += gain(wait.limit, world, slot)
    }
  }

  /** As the clock that this hand is of is shown. */
  shown(hand: Hand, world: World, slot: number): { state: string; upAt: number | undefined } {
    const { stopped, resumes } = hand
    // At the very instant at which a suspension ends it runs again.
    const runs = hand.runs || (resumes !== undefined && resumes <= slot)
    // A stopped hand and one that stands still have no time to come.
    const upAt = hand.up ?? (runs ? this.upAt(hand, world, slot) : undefined)
    const isOver = upAt !== undefined && upAt <= slot
    return { state: stopped ? (isOver ? 'missed' : 'met') : isOver ? 'overdue' : runs ? 'running' : 'paused', upAt }
  }

  /** Looks at the hands once all that happens at a slot has happened. */
  look(world: World, slot: number): void {
    for (const hand of this.hands) {
      if (!hand.stopped && hand.resumes === slot) Object.assign(hand, { runs: true, resumes: undefined })
      if (hand.runs && hand.up === undefined && isUp(hand, world, slot)) hand.up = slot
      for (const wait of waits(hand)) wait.isOver ||= isUp(wait, world, slot)
    }
    const ladder = this.path.slice(0, -1).reverse()
    const calling = this.hands.filter(
      (hand) => hand.runs && slot >= world.since && hand.up !== undefined && waits(hand).every(({ isOver }) => isOver),
    )
    calling.sort((one, other) => (one.kind < other.kind ? -1 : one.kind > other.kind ? 1 : one.period - other.period))
    for (const hand of calling) if (this.rung < ladder.length) this.call(hand, ladder, world, slot)
  }

  /** Slot at which the time is up if nothing else happens. */
  private upAt({ limit, used }: Hand, world: World, slot: number): number {
    const hand = { limit, used }
    let at = slot
    for (; !isUp(hand, world, at); at++) hand.used += gain(limit, world, at)
    return at
  }

  private call(hand: Hand, ladder: readonly string[], world: World, slot: number): void {
    const top = ladder.length - 1
    const toTop = this.severity === 'emergency' && world.policy.emergencyToTop !== false
    this.rung = Math.max(this.rung, toTop ? top : Math.min(top, this.given === undefined ? 0 : ladder.indexOf(this.given) + 1))
    let gridId: string
    let vacant: boolean
    do {
      gridId = ladder[this.rung++]!
      vacant = gridId === 'e1' && !(world.worker[0] <= slot && slot < world.worker[1])
      this.climbs.push({ clock: hand.kind, period: hand.period, step: hand.calls, slot, gridId, vacant })
    } while (vacant && this.rung <= top)
    const role = gridId === 's' ? 'street' : gridId.startsWith('c') ? 'community' : 'estateWorker'
    hand.calls++
    hand.wait = { limit: world.policy.after?.[role] ?? world.policy.every, used: 0, isOver: false }
    hand.pause = undefined
  }

  /** Whoever was told last dealt with it, or somebody above them; or it is taken on, or comes back. */
  private climbAnew(action: IssueAction, actor: Actor, { policy }: World, slot: number): void {
    const told = this.path.slice(0, -1).reverse()[this.rung - 1]
    if (told === undefined) return
    const dealsWithIt = told === 's' ? 'S' : told.startsWith('c') ? 'CS' : 'ECS'
    const isGiven = ['dispatch', 'reassign'].includes(action) && dealsWithIt.includes(LETTERS[actor.role] ?? '-')
    if (!isGiven && !['accept', 'resolve', 'reopen', 'unmerge'].includes(action)) return
    this.rung = 0
    for (const hand of this.hands)
      if (hand.up !== undefined && hand.up < slot) hand.pause = { limit: policy.every, used: 0, isOver: false }
  }

  private start(kind: ClockKind): void {
    const limit = this.terms?.[kind]
    const period = this.hands.filter((hand) => hand.kind === kind).length + 1
    const usedIn = { minutes: 0, workingMinutes: 0, days: 0, workingDays: 0 }
    if (limit)
      this.hands.push({
        ...{ kind, period, promised: limit, limit: { ...limit }, used: 0, usedIn },
        runs: true,
        stopped: false,
        calls: 0,
      })
  }

  private stop(kind: ClockKind): void {
    for (const hand of this.hands) if (hand.kind === kind) Object.assign(hand, { stopped: true, runs: false })
  }

  private move(hand: Hand, { action, extension, until }: Partial<AdvanceCommand> & { action: IssueAction }): void {
    if (hand.kind === 'total' && hand.stopped && (action === 'reopen' || action === 'unmerge')) {
      Object.assign(hand, { stopped: false, runs: true })
    }
    if (hand.stopped) return
    if (action === 'suspend' || action === 'merge') hand.runs = false
    if (action === 'suspend') hand.resumes = (Date.parse(until!) - instantOf(0)) / HALF_HOUR
    if (action === 'resume') Object.assign(hand, { runs: true, resumes: undefined })
    if (action !== 'extend' || !['handling', 'total'].includes(hand.kind)) return
    if (hand.limit.unit !== extension!.unit || extension!.amount === 0) return
    hand.limit.amount += extension!.amount
    Object.assign(hand, { up: undefined, wait: undefined, pause: undefined })
  }
}

const waits = ({ wait, pause }: Hand): Wait[] => [wait, pause].filter((one) => one !== undefined)

/** What a half-hour adds; a day is counted when it begins. */
const UNITS = ['minutes', 'workingMinutes', 'days', 'workingDays'] as const

function gain({ unit }: Pick<TimeLimit, 'unit'>, { hours }: World, slot: number): number {
  const clock = slot % SLOTS_A_DAY
  if (unit === 'minutes') return 30
  if (unit === 'workingMinutes') return isWorked(slot) && hours.some(([from, to]) => from <= clock && clock < to) ? 30 : 0
  return (slot + 1) % SLOTS_A_DAY === 0 && (unit === 'days' || isWorked(slot + 1)) ? 1 : 0
}

/** Days end with the closing of one that is worked. */
function isUp({ limit: { unit, amount }, used }: Pick<Hand, 'limit' | 'used'>, { hours }: World, slot: number): boolean {
  if (unit === 'minutes' || unit === 'workingMinutes') return used >= amount
  return used >= amount && isWorked(slot) && slot % SLOTS_A_DAY >= hours.at(-1)![1]
}
