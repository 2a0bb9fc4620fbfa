import { localClock, localDate, unfilledSentence } from '@wangge/core/roster'
import type { PlanSlot, RosterPlan, RosterProblem, UnfilledNeed } from '@wangge/core/roster/schema'
import type { PageNeed, PageSlot, RosterPageData } from './roster/data.ts'
import { selfContained } from './self-contained.ts'

export interface RosterPageInput {
  title: string
  problem: RosterProblem
  plan: RosterPlan
  lang: 'zh' | 'en'
  at: Date
}

/** One page with everything in it: the week, the gaps with their reasons, what it costs and how evenly it is shared. */
export const rosterPage = (input: RosterPageInput): Promise<string> =>
  selfContained({ folder: 'roster', title: input.title, lang: input.lang, data: rosterPageData(input), noScript: NO_SCRIPT })

const NO_SCRIPT = '本页需要启用脚本才能显示排班。 This page needs its script to show the rotation.'

export function rosterPageData({ title, problem, plan, lang, at }: RosterPageInput): RosterPageData {
  const { timeZone } = problem
  const dateOf = ({ startsAt }: PlanSlot) => localDate(Date.parse(startsAt), timeZone)
  const dates = [...new Set(problem.slots.map(dateOf))].sort()
  const posts = [...new Set(problem.slots.map(({ postId }) => postId))].sort()
  const placeOf = (list: readonly string[]) => new Map(list.map((one, index) => [one, index]))
  const [dateAt, postAt] = [placeOf(dates), placeOf(posts)]
  const personAt = placeOf(problem.people.map(({ id }) => id))
  const seats = Map.groupBy(plan.assignments, ({ slotId, need }) => `${slotId} ${need}`)
  const gaps = new Map(plan.unfilled.map((one) => [`${one.slot} ${one.need}`, one]))
  const slots = problem.slots.map((slot): PageSlot => {
    const { id, startsAt, endsAt } = slot
    const needs = slot.needs.map(({ role, skills, min, wish = min }, index): PageNeed => {
      const gap = gaps.get(`${id} ${index}`)
      return {
        ...(role && { role }),
        ...(skills && skills.length > 0 && { skills }),
        min,
        wish,
        people: (seats.get(`${id} ${index}`) ?? []).map(({ personId }) => personAt.get(personId)!),
        ...(gap && { gap: { missing: gap.missing, why: whyOf(gap) } }),
      }
    })
    const [from, to] = [startsAt, endsAt].map((instant) => localClock(Date.parse(instant), timeZone))
    return { id, post: postAt.get(slot.postId)!, date: dateAt.get(dateOf(slot))!, from: from!, to: to!, needs }
  })
  const { cost, costs, bound, gap, ended, iterations } = plan
  return {
    title,
    at: at.toISOString(),
    lang,
    timeZone,
    dates,
    posts,
    people: problem.people.map(({ id }) => id),
    slots: slots.sort((one, other) => one.date - other.date || (one.from < other.from ? -1 : 1)),
    cost,
    costs,
    bound,
    gap,
    ended,
    iterations,
    spread: spreadOf(problem, plan),
    organisations: organisationsOf(plan),
  }
}

const whyOf = (gap: UnfilledNeed) => ({
  zh: `缺 ${gap.missing} 人。${unfilledSentence(gap, 'zh')}`,
  en: `${gap.missing} missing. ${unfilledSentence(gap, 'en')}`,
})

function spreadOf({ people }: RosterProblem, { assignments }: RosterPlan): RosterPageData['spread'] {
  const given = Map.groupBy(assignments, ({ personId }) => personId)
  const count = (numbers: readonly number[]) => {
    const counts: number[] = []
    for (const number of numbers) {
      while (counts.length <= number) counts.push(0)
      counts[number]! += 1
    }
    return counts
  }
  return {
    before: count(people.map(({ carried = 0 }) => carried)),
    after: count(people.map(({ id, carried = 0 }) => carried + (given.get(id)?.length ?? 0))),
  }
}

function organisationsOf({ fairness }: RosterPlan): RosterPageData['organisations'] {
  const lines = Map.groupBy(fairness.organisations, ({ orgId }) => orgId)
  const sum = (numbers: number[]) => numbers.reduce((all, one) => all + one, 0)
  return [...lines]
    .map(([id, own]) => ({ id, due: sum(own.map(({ due }) => due)), assigned: sum(own.map(({ assigned }) => assigned)) }))
    .sort(
      (one, other) =>
        Math.abs(other.due - other.assigned) - Math.abs(one.due - one.assigned) ||
        other.due - one.due ||
        (one.id < other.id ? -1 : 1),
    )
}
