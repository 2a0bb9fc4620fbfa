import { quotaDays } from '@wangge/core/roster'

type Ask = Parameters<typeof quotaDays>[0]
type Answer = ReturnType<typeof quotaDays>

/** The weeks that boards look at, before and after a change of members. */
const MOST = 8

/**
 * `quotaDays` with its latest answers kept. It reckons from the plan's first day on, and every board asks for its week again
 * whenever somebody signs up: all that the answer depends on is compared, so a kept one is never an old one.
 */
export function rememberQuota(reckon: (ask: Ask) => Answer = quotaDays): (ask: Ask) => Answer {
  const kept = new Map<string, Answer>()
  return (ask) => {
    const { plan, roll, from, to, calendar } = ask
    const key = JSON.stringify([plan, roll, from, to, calendar])
    const answer = kept.get(key) ?? reckon(ask)
    // Asked for again, it is the newest.
    kept.delete(key)
    kept.set(key, answer)
    if (kept.size > MOST) kept.delete(kept.keys().next().value!)
    return answer
  }
}
