import type { Appointment } from '@wangge/core/grid/schema'
import type { Issue, IssueAction, IssueState } from '@wangge/core/issue/schema'
import type { Actor } from './core.ts'
import { advance, isOpen } from './core.ts'
import type { MicroSite } from './sites.ts'
import type { Cast } from './issue-cast.ts'
import type { GridTree } from './issues.ts'
import type { Random } from './random.ts'

type Role = Actor['role']

/** What tends to happen next: action, how often, median hours until then, who, and what they say. */
interface Habit {
  action: IssueAction
  weight: number
  hours: number
  by: readonly Role[]
  reasons?: readonly string[]
}

const HABITS: Partial<Record<IssueState, readonly Habit[]>> = {
  submitted: [
    { action: 'accept', weight: 88, hours: 1.6, by: ['buildingHead', 'buildingHead', 'estateWorker'] },
    {
      action: 'reject',
      weight: 7,
      hours: 5,
      by: ['estateWorker'],
      reasons: ['不属于本街道职责范围，已告知转报渠道', '现场未发现所述情况', '内容不完整，无法联系核实'],
    },
    { action: 'merge', weight: 5, hours: 4, by: ['estateWorker'], reasons: ['与同一地点已受理的问题重复'] },
  ],
  accepted: [
    { action: 'start', weight: 52, hours: 2.2, by: ['buildingHead', 'estateWorker'] },
    { action: 'dispatch', weight: 42, hours: 3, by: ['estateWorker', 'community'] },
    { action: 'escalate', weight: 5, hours: 6, by: ['buildingHead', 'estateWorker'], reasons: ['需要社区协调物业和商户'] },
    { action: 'merge', weight: 1, hours: 3, by: ['estateWorker'], reasons: ['与在办问题为同一件事'] },
  ],
  dispatched: [
    { action: 'start', weight: 84, hours: 5, by: ['estateWorker', 'liaison', 'estateWorker', 'community'] },
    {
      action: 'return',
      weight: 10,
      hours: 8,
      by: ['liaison', 'estateWorker'],
      reasons: ['不属于本单位维护范围', '点位描述有误，请核对'],
    },
    {
      action: 'escalate',
      weight: 6,
      hours: 12,
      by: ['estateWorker', 'community'],
      reasons: ['多次联系责任单位未到场，申请吹哨'],
    },
  ],
  handling: [
    {
      action: 'resolve',
      weight: 84,
      hours: 15,
      by: ['buildingHead', 'estateWorker', 'liaison'],
      reasons: ['现场已清理完毕', '已修复并恢复使用', '已劝导整改，商户承诺保持', '已联系责任单位处理完成', '已向当事人解释清楚'],
    },
    { action: 'suspend', weight: 5, hours: 12, by: ['community'], reasons: ['等待配件到货', '需待雨停后施工'] },
    { action: 'escalate', weight: 6, hours: 18, by: ['estateWorker', 'community'], reasons: ['涉及地下管线，需区级部门到场'] },
    { action: 'return', weight: 5, hours: 12, by: ['liaison', 'estateWorker'], reasons: ['处置权限不在本单位'] },
  ],
  returned: [
    { action: 'dispatch', weight: 85, hours: 6, by: ['estateWorker', 'community'] },
    { action: 'escalate', weight: 15, hours: 10, by: ['community'], reasons: ['责任单位不明，请街道协调'] },
  ],
  escalated: [{ action: 'dispatch', weight: 1, hours: 14, by: ['community', 'street'] }],
  suspended: [{ action: 'resume', weight: 1, hours: 60, by: ['community'] }],
  resolved: [
    { action: 'verify', weight: 92, hours: 9, by: ['resident', 'estateWorker', 'community', 'inspector'] },
    {
      action: 'reopen',
      weight: 8,
      hours: 20,
      by: ['resident', 'inspector', 'community'],
      reasons: ['问题又出现了', '只清理了一半'],
    },
  ],
  verified: [{ action: 'close', weight: 1, hours: 4, by: ['estateWorker', 'community'] }],
  closed: [
    { action: 'reopen', weight: 1, hours: 60, by: ['resident', 'community'], reasons: ['两天后又坏了', '同一地点问题反弹'] },
  ],
  reopened: [{ action: 'dispatch', weight: 1, hours: 5, by: ['estateWorker', 'community'] }],
}

/** How likely an issue stays where it is for the rest of the three weeks. */
const RESTS: Partial<Record<IssueState, number>> = {
  closed: 0.975,
  rejected: 1,
  merged: 1,
  submitted: 0.015,
  dispatched: 0.02,
  handling: 0.03,
  suspended: 0.1,
  escalated: 0.04,
}

interface Life {
  tree: GridTree
  appointments: readonly Appointment[]
  cast: Cast
  micro: MicroSite
  /** Nothing happens at or after this instant; epoch milliseconds. */
  end: number
  random: Random
  /** Issues that were reported earlier. */
  before: readonly Issue[]
}

/** Ten days: most are resumed before. */
const SUSPENDED_MS = 10 * 86_400_000

/** Lets an opened issue live on until it rests or the time is over. */
export function liveOn(opened: Issue, life: Life): Issue {
  const { end, random, tree, micro } = life
  let issue = opened
  let now = Date.parse(opened.createdAt)
  const appointments = life.appointments.filter(({ gridId }) => gridId === micro.id)
  for (let steps = 0; steps < 24; steps++) {
    const habits = HABITS[issue.state]
    if (!habits || random.chance(RESTS[issue.state] ?? 0.01)) return rated(issue, now, life)
    const wanted = random.weighted(habits.map((one) => [one, one.weight] as const))
    now = inWakingHours(now + Math.round(wanted.hours * Math.exp(0.8 * random.normal()) * 3600) * 1000, random)
    if (now >= end) return issue
    const target = wanted.action === 'merge' ? mergeTarget(issue, now, life) : undefined
    // Where nothing like it is open it is taken on like any other.
    const habit = wanted.action === 'merge' && !target ? habits[0]! : wanted
    const actor = actorFor(random.pick(habit.by), issue, now, life)
    const reason = habit.reasons && random.pick(habit.reasons)
    const result = advance(
      issue,
      {
        action: habit.action,
        version: issue.version,
        ...(reason !== undefined && { reason }),
        ...(target && { into: target.id }),
        ...(habit.action === 'suspend' && { until: new Date(now + SUSPENDED_MS).toISOString() }),
      },
      { actor, tree, appointments, now, target },
    )
    if (result.ok) issue = result.issue
    // Whoever resolved it may not verify it: somebody else comes later.
    else if (result.reason !== 'own-work') throw new Error(`Expected ${habit.action} to be legal, got ${result.reason}`)
  }
  return issue
}

/** The last one reported in the same estate that is still open then, and never merged itself: duplicates form a star. */
function mergeTarget(issue: Issue, now: number, { before }: Life): Pick<Issue, 'id' | 'state'> | undefined {
  const like = before.filter(
    ({ id, state, gridPath }) => state !== 'merged' && id !== issue.id && gridPath[2] === issue.gridPath[2],
  )
  const states = like.map(({ id, history }) => ({ id, state: history.filter(({ at }) => Date.parse(at) <= now).at(-1)!.to }))
  return states.filter(({ state }) => isOpen(state)).at(-1)
}

/** Two in five residents say how they found it, a day or so after it was closed. */
function rated(issue: Issue, closedAt: number, { tree, appointments, end, random }: Life): Issue {
  const { actor } = issue.history[0]!
  if (issue.state !== 'closed' || actor.role !== 'resident' || !random.chance(0.4)) return issue
  const now = closedAt + Math.round(random.between(1, 40) * 3600) * 1000
  const rating = random.weighted([
    [5, 52],
    [4, 27],
    [3, 12],
    [2, 5],
    [1, 4],
  ] as const)
  if (now >= end) return issue
  const command = { action: 'rate', version: issue.version, rating } as const
  const result = advance(issue, command, { actor: { id: actor.id, role: actor.role }, tree, appointments, now })
  if (!result.ok) throw new Error(`Expected a rating to be legal, got ${result.reason}`)
  return result.issue
}

function actorFor(role: Role, issue: Issue, now: number, { cast, micro, random }: Life): Actor {
  const reporter = issue.history[0]!.actor
  if (role === 'resident') return reporter.role === 'resident' ? { id: reporter.id, role } : cast.worker(micro)
  if (role === 'buildingHead') return cast.head(micro, now) ?? cast.worker(micro)
  if (role === 'community') return cast.community(micro)
  if (role === 'street') return cast.street()
  if (role === 'inspector') return cast.inspector(random)
  if (role === 'liaison') return cast.liaison(micro, random)
  return cast.worker(micro)
}

/** Staff do not act between 22:30 and 07:00 local time: the step waits for the morning. */
function inWakingHours(ms: number, random: Random): number {
  const DAY = 86_400_000
  const local = (ms + 8 * 3_600_000) % DAY
  const [morning, night] = [7 * 3_600_000, 22.5 * 3_600_000]
  const wait = local < morning ? morning - local : local > night ? DAY - local + morning : 0
  return wait === 0 ? ms : ms + Math.round((wait + random.between(0, 5_400_000)) / 1000) * 1000
}
