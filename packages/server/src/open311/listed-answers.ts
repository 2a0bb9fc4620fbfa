import type { Context } from '../context.ts'
import { currentCursor } from '../storage/changes.ts'
import { hasIssueNews } from '../storage/issue-counts.ts'

export interface ListedAnswers {
  /**
   * What was answered to the same question, as long as no issue has changed since; else what `make` makes.
   * @param question all that the answer depends on besides the issues
   * @param now epoch milliseconds
   */
  current(question: string, now: number, make: () => Promise<string>): Promise<string>
}

interface Known {
  cursor: number
  since: number
  text: Promise<string>
}

/** What is deleted after its time tells nobody, and 90 days end at any moment: no answer is older. */
const MOST_AGE_MS = 60_000
/** A list of a thousand has half a megabyte. */
const MOST_ANSWERS = 24

/** Lists that anybody reads without a key, made once for all who ask the same: nobody can make the database work each time. */
export function createListedAnswers({ db, districtId }: Pick<Context, 'db' | 'districtId'>): ListedAnswers {
  const known = new Map<string, Known>()

  async function stillTrue(entry: Known, now: number, cursor: number): Promise<boolean> {
    if (now < entry.since || now >= entry.since + MOST_AGE_MS) return false
    if (await hasIssueNews(db, districtId, entry.cursor, cursor)) return false
    entry.cursor = Math.max(entry.cursor, cursor)
    return true
  }

  return {
    async current(question, now, make) {
      const cursor = await currentCursor(db, districtId)
      const last = known.get(question)
      if (last && (await stillTrue(last, now, cursor))) return last.text
      const entry: Known = { cursor, since: now, text: make() }
      // The oldest goes first.
      known.delete(question)
      known.set(question, entry)
      for (const key of known.keys()) if (known.size > MOST_ANSWERS) known.delete(key)
      entry.text.catch(() => {
        // Whoever asked hears of it; the next one asks anew.
        if (known.get(question) === entry) known.delete(question)
      })
      return entry.text
    },
  }
}
