import { addDays } from '../week/week-view.ts'

export interface Span {
  from: string
  /** The first day after it. */
  to: string
}

export interface PreviewSpans {
  /** In the order of days, none of them touching another. */
  spans: Span[]
  /** Days on which something is otherwise that are not in them, as there are too many. */
  omitted: string[]
  /** Days that are too far ahead for anybody to reckon. */
  tooFar: string[]
}

/** Days that are shown from each day on which something is otherwise. */
const WEEK = 7
/** Days that the server tells at once. */
const MOST_DAYS = 31
/** Each has the server reckon two plans from their beginnings. */
const MOST_SPANS = 4
/** Days from today that the server looks ahead, less one: its day may be another than this device's. */
const FARTHEST = 365

/**
 * Which days show what a plan would change: a week from each day on which something is otherwise, in one span where they meet.
 * @example previewSpans(['2026-03-02', '2026-03-05'], '2026-03-01').spans // [{ from: '2026-03-02', to: '2026-03-12' }]
 */
export function previewSpans(days: readonly string[], today: string): PreviewSpans {
  const last = addDays(today, FARTHEST)
  const told: PreviewSpans = { spans: [], omitted: [], tooFar: [] }
  for (const day of [...new Set(days)].sort()) {
    if (day >= last) {
      told.tooFar.push(day)
      continue
    }
    const week = addDays(day, WEEK)
    const to = week < last ? week : last
    const before = told.spans.at(-1)
    if (before && day <= before.to && to <= addDays(before.from, MOST_DAYS)) before.to = to
    else if (told.spans.length < MOST_SPANS) told.spans.push({ from: day, to })
    else told.omitted.push(day)
  }
  return told
}
