import type { Locale } from '../locale.ts'
import type { BoardAccess } from './board-access.ts'
import type { Tab } from './tabs.ts'

export type View = 'week' | 'today' | 'plan' | 'quota' | 'report-in' | 'points' | 'sign-ups' | 'swaps' | 'hours' | 'corrections'

type ViewTab = Tab & { id: View }

/** The views that somebody has, in their order. @param waiting swaps that wait for them */
export function boardTabs({ t, number }: Locale, access: BoardAccess, waiting: number): ViewTab[] {
  const isPlanner = access.plans.length > 0
  const ofCommunities: ViewTab[] = [
    ...(access.seesReportIn ? [{ id: 'report-in' as const, label: t.roster.reportIn.view }] : []),
    ...(access.seesPoints ? [{ id: 'points' as const, label: t.roster.points.view }] : []),
  ]
  const decided: ViewTab[] = [
    { id: 'quota', label: t.roster.quotaPlan.view },
    ...ofCommunities,
    { id: 'sign-ups', label: t.roster.signUps.view },
    { id: 'swaps', label: t.roster.viewSwaps, count: waiting > 0 ? number(waiting) : undefined },
  ]
  const isOfHours = access.decides || access.keepsRecords
  return [
    { id: 'week', label: t.roster.viewWeek },
    ...(access.headsBuilding ? [{ id: 'today' as const, label: t.roster.today.view }] : []),
    ...(isPlanner ? [{ id: 'plan' as const, label: t.roster.planning.view }] : []),
    ...(access.decides ? decided : ofCommunities),
    ...(isOfHours ? [{ id: 'hours' as const, label: t.roster.viewHours }] : []),
    ...(isPlanner ? [{ id: 'corrections' as const, label: t.roster.corrections.view }] : []),
  ]
}
