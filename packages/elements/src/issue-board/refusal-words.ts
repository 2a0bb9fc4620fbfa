import type { Problem } from '@wangge/core/schema'
import type { Locale } from '../locale.ts'
import { problemWords } from '../refusal.ts'
import type { Words } from '../strings.ts'

/** Why a step was not taken, said to whoever works at the desk. */
export const boardRefusal = (locale: Locale, problem: Problem): Words =>
  locale.t.board.refusals[problem.refusal?.reason ?? problem.code] ?? problemWords(locale, problem)
