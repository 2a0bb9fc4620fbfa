import { html, nothing } from 'lit'
import type { IntersectionCoverView } from '@wangge/core/roster/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'

/** Stretches that are listed of each sort; the hours above them are of all. */
const LISTED = 30

/** 包路口: that each intersection has one branch at each instant of the week, or where and when there is none, or several. */
export function intersectionGaps(
  locale: Locale,
  { intersections, gapHours, doubleHours, organisations = [] }: IntersectionCoverView,
): unknown {
  const { t, text, number } = locale
  const words = t.roster.intersections
  if (intersections.length === 0) return nothing
  if (gapHours === 0 && doubleHours === 0) {
    return html`<p><span class="chip ok sentence">${words.covered(number(intersections.length))}</span></p>`
  }
  const names = new Map(organisations.map((one) => [one.id, text(one.name)]))
  const open = intersections.flatMap(({ name, gaps }) => gaps.map((gap) => ({ name, ...gap, branches: [] as string[] })))
  const twice = intersections.flatMap(({ name, doubles }) =>
    doubles.map(({ orgIds, ...one }) => ({ name, ...one, branches: orgIds.map((id) => names.get(id) ?? id) })),
  )
  const list = (stretches: typeof open) =>
    html`<ul class="rows">
        ${stretches.slice(0, LISTED).map(
          (one) =>
            html`<li>
              <div class="who">
                <b>${text(one.name)}</b>
                <span class="small muted line">${words.span(locale.dateTime(one.from), locale.dateTime(one.to))}</span>
                ${one.branches.length > 0 ? html`<span class="line">${words.branches(one.branches)}</span>` : nothing}
              </div>
              <span>${words.hours(hoursOf(locale, one.hours))}</span>
            </li>`,
        )}
      </ul>
      ${stretches.length > LISTED ? html`<p class="small muted">${words.more(number(stretches.length - LISTED))}</p>` : nothing}`
  return html`<details class="intersections" part="intersections">
    <summary>
      ${icons.alert()}
      ${gapHours > 0 ? html`<b>${words.gaps(number(countOf(intersections, 'gaps')), hoursOf(locale, gapHours))}</b>` : nothing}
      ${doubleHours > 0 ? html`<b>${words.doubles(number(countOf(intersections, 'doubles')), hoursOf(locale, doubleHours))}</b>` : nothing}
    </summary>
    ${
      open.length > 0
        ? html`<p class="small muted">${words.gapsHint}</p>
            ${list(open)}`
        : nothing
    }
    ${
      twice.length > 0
        ? html`<p class="small muted">${words.doublesHint}</p>
            ${list(twice)}`
        : nothing
    }
  </details>`
}

const countOf = (intersections: IntersectionCoverView['intersections'], which: 'gaps' | 'doubles'): number =>
  intersections.filter((one) => one[which].length > 0).length

const hoursOf = ({ tag }: Locale, hours: number): string => new Intl.NumberFormat(tag, { maximumFractionDigits: 1 }).format(hours)
