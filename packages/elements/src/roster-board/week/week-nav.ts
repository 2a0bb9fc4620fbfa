import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { icons } from '../../icons.ts'
import type { Locale } from '../../locale.ts'
import { addDays, mondayOf } from './week-view.ts'

export interface WeekNavOptions {
  /** Local date on which the week that is shown begins. */
  monday: string
  today: string
  goTo: (date: string) => void
}

/** From its Monday to its Sunday, in words. */
export const weekName = ({ shortDate, noon }: Locale, monday: string): string =>
  `${shortDate(noon(monday))}–${shortDate(noon(addDays(monday, 6)))}`

/** Which week, the ones beside it, and the way back to this one. */
export function weekNav(locale: Locale, { monday, today, goTo }: WeekNavOptions): TemplateResult {
  const { t } = locale
  const go = (days: number) => () => goTo(addDays(monday, days))
  const isThis = monday === mondayOf(today)
  return html`<div class="week" role="group" aria-label=${t.roster.week}>
    <button type="button" class="button" aria-label=${t.roster.before} @click=${go(-7)}>${icons.back()}</button>
    <b class="week-name" aria-live="polite">${weekName(locale, monday)}</b>
    <button type="button" class="button" aria-label=${t.roster.after} @click=${go(7)}>${icons.chevron()}</button>
    ${isThis ? nothing : html`<button type="button" class="button quiet" @click=${() => goTo(today)}>${t.roster.thisWeek}</button>`}
  </div>`
}
