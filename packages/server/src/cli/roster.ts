import { basename } from 'node:path'
import { isSdkError } from '@wangge/core/errors'
import { planRoster, repairRoster, verifyRoster, withAbsences } from '@wangge/core/roster'
import type { PlanProgress, RosterVerdict } from '@wangge/core/roster'
import type { RosterPlan, RosterProblem } from '@wangge/core/roster/schema'
import { rosterPage } from '../report/roster-page.ts'
import { required, wholeNumber } from './arguments.ts'
import { writeOut } from './grid-check.ts'
import { readPlaces } from './grid-input.ts'
import { decimalNumber, languageOf } from './language.ts'
import type { Lang } from './language.ts'
import { openLine } from './progress.ts'
import { readPlan, readProblem } from './roster-input.ts'
import { reportIn } from './report-in.ts'
import { rosterPolicy } from './roster-policy.ts'
import { planText, progressText, verdictText } from './roster-text.ts'
import { runVerb } from './run-verb.ts'
import { UsageError } from './usage-error.ts'

const OPTIONS = {
  json: { type: 'boolean', default: false },
  html: { type: 'string' },
  lang: { type: 'string' },
} as const
const SEARCH = {
  seed: { type: 'string', default: '1' },
  'time-limit': { type: 'string', default: '60' },
  iterations: { type: 'string' },
} as const

/**
 * `wangge roster plan|repair|verify`: a rotation of a file, without a server. `wangge roster policy|report-in`: the district's rules,
 * and its rate of report-in.
 */
export const roster = (args: string[]): Promise<void> =>
  runVerb('roster', { plan, repair, verify, policy: rosterPolicy, 'report-in': reportIn }, args)

/**
 * `wangge roster plan FILE [--seed N] [--gap G] [--time-limit S] [--iterations N] [--json] [--html OUT]`: ends with 1 where seats
 * stay empty. Interrupted, it ends with the best plan so far.
 */
async function plan(args: string[]): Promise<void> {
  const { values, places } = readPlaces('roster plan', args, ['FILE'], {
    ...OPTIONS,
    ...SEARCH,
    gap: { type: 'string', default: '0' },
  })
  const lang = languageOf(values.lang)
  const gap = decimalNumber('--gap', values.gap, 0)
  const problem = await readProblem(places[0]!)
  const made = await searching(lang, ({ onProgress, signal }) =>
    expected(planRoster(problem, { ...searchOf(values), gap, onProgress, signal })),
  )
  await tell(made, { problem, values, lang, file: places[0]! })
}

/**
 * `wangge roster repair FILE --plan PLAN [--absent ID …] [--seed N] [--time-limit S] [--json] [--html OUT]`: mends a plan of that
 * problem when some do not come; ends with 1 where seats stay empty.
 */
async function repair(args: string[]): Promise<void> {
  const { values, places } = readPlaces('roster repair', args, ['FILE'], {
    ...OPTIONS,
    ...SEARCH,
    plan: { type: 'string' },
    absent: { type: 'string', multiple: true, default: [] as string[] },
  })
  const lang = languageOf(values.lang)
  const problem = await readProblem(places[0]!)
  const present = await readPlan(required('--plan', 'the file of a plan', values.plan))
  const absent = values.absent.map((personId) => ({ personId }))
  const mended = await searching(lang, (how) => expected(repairRoster(problem, present, { ...searchOf(values), absent, ...how })))
  const { lost, moved, added, dropped, isFewest } = mended
  await tell(mended.plan, {
    problem: mended.problem,
    values,
    lang,
    file: places[0]!,
    mended: { lost: lost.length, moved: moved.length, added: added.length, dropped: dropped.length, isFewest },
  })
}

/**
 * `wangge roster verify FILE --plan PLAN [--present PLAN] [--absent ID …] [--json] [--html OUT]`: ends with 1 where the plan breaks
 * a rule or tells a wrong figure. Of a mended one, `--present` is what it was mended from, and `--absent` who did not come.
 */
async function verify(args: string[]): Promise<void> {
  const { values, places } = readPlaces('roster verify', args, ['FILE'], {
    ...OPTIONS,
    plan: { type: 'string' },
    present: { type: 'string' },
    absent: { type: 'string', multiple: true, default: [] as string[] },
  })
  const lang = languageOf(values.lang)
  const problem = await readProblem(places[0]!)
  const made = await readPlan(required('--plan', 'the file of a plan', values.plan))
  const present = values.present === undefined ? [] : (await readPlan(values.present)).assignments
  const asked = withAbsences(
    problem,
    values.absent.map((personId) => ({ personId })),
  )
  const verdict: RosterVerdict = verifyRoster(asked, made, { present })
  if (values.html !== undefined) await writePage(values.html, { problem: asked, plan: made, lang, file: places[0]! })
  console.log(values.json ? JSON.stringify(verdict) : verdictText(verdict, lang))
  if (!verdict.valid) process.exitCode = 1
}

function searchOf(values: { seed: string; 'time-limit': string; iterations?: string | undefined }) {
  const { seed, iterations } = values
  return {
    seed: wholeNumber('--seed', seed, 0, 2_147_483_647),
    timeLimitMs: wholeNumber('--time-limit', values['time-limit'], 1, 86_400) * 1000,
    ...(iterations !== undefined && { iterationLimit: wholeNumber('--iterations', iterations, 1, 1_000_000) }),
  }
}

/** A line on the terminal that says how far it is; an interruption ends the search, a second one the program. */
async function searching<T>(
  lang: Lang,
  work: (how: { onProgress: (progress: PlanProgress) => void; signal: AbortSignal }) => Promise<T>,
): Promise<T> {
  const line = openLine()
  const stop = new AbortController()
  const interrupt = () => stop.abort()
  process.once('SIGINT', interrupt)
  try {
    return await work({ onProgress: (progress) => line.show(progressText(progress, lang)), signal: stop.signal })
  } finally {
    process.off('SIGINT', interrupt)
    line.clear()
  }
}

/** What core refuses is the file's. @throws UsageError */
async function expected<T>(work: Promise<T>): Promise<T> {
  return work.catch((error: unknown) => {
    if (isSdkError(error) && error.code === 'bad-argument') throw new UsageError(error.message, { cause: error })
    throw error
  })
}

export interface Mended {
  lost: number
  moved: number
  added: number
  dropped: number
  isFewest: boolean
}

interface Told {
  problem: RosterProblem
  values: { json: boolean; html?: string | undefined }
  lang: Lang
  file: string
  mended?: Mended
}

async function tell(made: RosterPlan, { problem, values, lang, file, mended }: Told): Promise<void> {
  if (values.html !== undefined) await writePage(values.html, { problem, plan: made, lang, file })
  console.log(values.json ? JSON.stringify(made) : planText(problem, made, { lang, file, mended }))
  if (made.unfilled.length > 0) process.exitCode = 1
}

async function writePage(
  path: string,
  { problem, plan: made, lang, file }: { problem: RosterProblem; plan: RosterPlan; lang: Lang; file: string },
): Promise<void> {
  await writeOut(path, await rosterPage({ title: basename(file), problem, plan: made, lang, at: new Date() }))
  console.error(lang === 'zh' ? `网页已写入 ${path}` : `The page is in ${path}`)
}
