import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { QuotaPreviewView } from '@wangge/core/roster/schema'
import type { Locale } from '../../locale.ts'
import { addDays } from '../week/week-view.ts'

/** Organisations that are shown at first. */
const SHOWN = 10

/** What a plan would change in some days: in all, day by day, and of whom. */
export function planPreview(
  locale: Locale,
  preview: QuotaPreviewView,
  { open, toggle }: { open: boolean; toggle: () => void },
): TemplateResult {
  const { t, text, number, day, noon } = locale
  const words = t.roster.quotaPlan
  const { from, to, now, then, days } = preview
  const changed = preview.organisations
    .filter((one) => one.now !== one.then)
    .sort((one, other) => gap(other) - gap(one) || (one.orgId < other.orgId ? -1 : 1))
  const shown = open ? changed : changed.slice(0, SHOWN)
  const figures = (before: number, after: number) =>
    html`<td class="figure">${number(before)}</td>
      <td class="figure">${number(after)}</td>
      <td class="figure">${signed(locale, after - before)}</td>`
  const heads = html`<th scope="col" class="figure">${words.now}</th>
    <th scope="col" class="figure">${words.then}</th>
    <th scope="col" class="figure">${words.difference}</th>`
  return html`<p>
      <b>${words.total(number(now), number(then))}</b>
      <span class="small muted line">${words.span(day(noon(from)), day(noon(addDays(to, -1))))}</span>
    </p>
    ${
      changed.length === 0
        ? html`<p class="muted">${words.same}</p>`
        : html`<div class="quota-tables">
            <div class="quota-table">
              <table class="plain">
                <thead>
                  <tr>
                    <th scope="col">${words.day}</th>
                    ${heads}
                  </tr>
                </thead>
                <tbody>
                  ${days.map(
                    (one) =>
                      html`<tr>
                        <th scope="row">${day(noon(one.date))}</th>
                        ${figures(one.now, one.then)}
                      </tr>`,
                  )}
                </tbody>
              </table>
            </div>
            <div class="quota-table">
              <table class="plain quota-changed">
                <thead>
                  <tr>
                    <th scope="col">${words.org}</th>
                    <th scope="col" class="figure registered">${words.registered}</th>
                    ${heads}
                  </tr>
                </thead>
                <tbody>
                  ${shown.map(
                    (one) =>
                      html`<tr>
                        <th scope="row">${text(one.name)}</th>
                        <td class="figure registered">${number(one.registered)}</td>
                        ${figures(one.now, one.then)}
                      </tr>`,
                  )}
                </tbody>
              </table>
              ${
                changed.length > SHOWN
                  ? html`<button
                      type="button"
                      class="button quiet small"
                      aria-expanded=${open ? 'true' : 'false'}
                      @click=${toggle}
                    >
                      ${open ? t.roster.fewer : t.roster.allOf(number(changed.length))}
                    </button>`
                  : nothing
              }
            </div>
          </div>`
    }`
}

const gap = ({ now, then }: { now: number; then: number }): number => Math.abs(then - now)

const signed = ({ tag }: Locale, by: number): string => new Intl.NumberFormat(tag, { signDisplay: 'exceptZero' }).format(by)
