import { expect } from '@open-wc/testing'
import { isSdkError } from '../errors.ts'
import type { RosterProblem } from '../roster/planning-schema.ts'
// As it is installed: the worker is the file beside it.
import { createPlanner } from '@wangge/core/planner'

/**
 * A week of `posts` posts round the clock with two people in each of three shifts a day, and hardly more people than that takes: rest,
 * what organisations owe and those who keep apart are more than can be proven in a moment.
 */
function weekOf(posts: number): RosterProblem {
  const starts = ['06', '14', '22']
  const slots = Array.from({ length: 7 * starts.length * posts }, (_, at) => {
    const [post, shift] = [at % posts, Math.floor(at / posts)]
    const date = 1 + Math.floor(shift / 3)
    const startsAt = `2026-06-0${date}T${starts[shift % 3]}:00:00+08:00`
    const endsAt = new Date(Date.parse(startsAt) + 8 * 3_600_000).toISOString()
    return { id: `s-${at}`, postId: `post-${post}`, startsAt, endsAt, needs: [{ min: 2 }] }
  })
  const people = Array.from({ length: Math.ceil((slots.length * 2 * 1.1) / 5) }, (_, at) => ({
    id: `p-${at}`,
    orgId: `o-${at % 7}`,
    carried: (at * 7) % 4,
    wishes: [{ date: `2026-06-0${1 + (at % 7)}`, points: ((at * 13) % 50) - 25 }],
  }))
  const dates = Array.from({ length: 7 }, (_, at) => `2026-06-0${1 + at}`)
  const quotas = dates.flatMap((date, day) =>
    Array.from({ length: 7 }, (_, org) => ({ orgId: `o-${org}`, date, due: Math.round(((day + org) % 5) * posts * 0.4) })),
  )
  const apart = people.slice(1).map(({ id }, at): [string, string] => [people[at]!.id, id])
  return { version: 1, timeZone: 'Asia/Shanghai', slots, people, quotas, apart }
}

/** Calls back once the page has drawn so many frames. */
function afterFrames(count: number, then: () => void): void {
  requestAnimationFrame(() => (count > 1 ? afterFrames(count - 1, then) : then()))
}

describe('createPlanner in a page', () => {
  it('plans in a worker, tells how far it is, and checks the plan there', async () => {
    const planner = createPlanner()
    const problem = weekOf(4)
    const told: number[] = []
    const plan = await planner.plan(problem, { seed: 1, timeLimitMs: 1_000, onProgress: ({ cost }) => told.push(cost) })
    expect(plan.assignments.length).to.be.within(1, problem.slots.length * 2)
    expect(plan.bound).to.be.at.most(plan.cost)
    expect(told.length).to.be.greaterThan(0)
    expect((await planner.verify(problem, plan)).valid).to.equal(true)
    planner.dispose()
  })

  it('leaves the page its frames while it plans', async () => {
    const planner = createPlanner()
    const stop = new AbortController()
    await planner.plan(weekOf(1), { seed: 1, timeLimitMs: 500 })
    const planning = planner.plan(weekOf(40), { seed: 1, timeLimitMs: 30_000, signal: stop.signal })
    // On the page's own thread none would be drawn before the plan is there.
    afterFrames(60, () => stop.abort())
    expect((await planning).ended).to.equal('cancelled')
    planner.dispose()
  })

  it('ends with the best plan so far when the signal says so', async () => {
    const planner = createPlanner()
    const stop = new AbortController()
    const plan = await planner.plan(weekOf(40), { seed: 1, signal: stop.signal, onProgress: () => stop.abort() })
    expect(plan.ended).to.equal('cancelled')
    planner.dispose()
  })

  it('says what it cannot start', async () => {
    const planner = createPlanner({ worker: () => new Worker('/nothing/there.js') })
    const error = await planner.plan(weekOf(1), { seed: 1, timeLimitMs: 500 }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(isSdkError(error) && error.code).to.equal('worker')
    planner.dispose()
  })

  it('starts anew after its worker has ended', async () => {
    const workers: Worker[] = []
    const planner = createPlanner({
      worker() {
        workers.push(new Worker(new URL('../../dist/wangge-planner.min.js', import.meta.url)))
        return workers.at(-1)!
      },
    })
    await planner.plan(weekOf(1), { seed: 1, timeLimitMs: 500 })
    const onProgress = () => workers[0]!.dispatchEvent(new ErrorEvent('error', { message: 'out of memory' }))
    const error = await planner.plan(weekOf(40), { seed: 1, onProgress }).then(
      () => undefined,
      (reason: unknown) => reason,
    )
    expect(isSdkError(error) && error.code).to.equal('worker')
    expect((await planner.plan(weekOf(1), { seed: 1, timeLimitMs: 500 })).assignments.length).to.be.greaterThan(0)
    expect(workers).to.have.length(2)
    planner.dispose()
  })
})
