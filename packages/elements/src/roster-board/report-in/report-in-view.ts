import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { ReportIn } from '@wangge/core/roster/schema'
import { ariaBool } from '../../aria.ts'
import { ResourceController } from '../../controllers/resource-controller.ts'
import { blank, freshness, problem, skeleton } from '../../panels.ts'
import type { Board } from '../board.ts'
import { addDays } from '../week/week-view.ts'

export { reportInStyles } from './report-in.styles.ts'

/** Weeks that end with the one that is shown. */
const SPANS = [1, 4, 12] as const
/** Organisations that are shown at first. */
const SHOWN = 10

type Rate = ReportIn['unaffiliated']

/**
 * 到社区报到: the rate of report-in, by community and by organisation, with what it is worked out from. Roles are
 * written out: on a phone the rows are no table rows to the browser.
 */
export class ReportInView {
  private readonly board: Board
  private readonly rates: ResourceController<ReportIn>
  private weeks: (typeof SPANS)[number] = 1
  private isOpen = false

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    this.rates = new ResourceController(
      board.host,
      () => [board.client, isShown() && board.monday !== '' ? `${board.monday} ${this.weeks} ${board.gridId}` : ''],
      (client: Client) => client.reportIn({ ...this.span, ...(board.gridId && { gridId: board.gridId }) }),
    )
  }

  render(): unknown {
    const { locale } = this.board
    const words = locale.t.roster.reportIn
    const { data, snapshot } = this.rates
    return html`<section class="tab-page report-in" part="report-in" aria-labelledby="report-in-title">
      <h3 id="report-in-title">${words.title}</h3>
      <p class="small muted">${words.hint}</p>
      ${this.spanChoice()}
      ${
        data
          ? this.content(data)
          : snapshot.error
            ? problem(locale, snapshot.error, () => void this.rates.refresh())
            : skeleton(locale, 5)
      }
    </section>`
  }

  private get span(): { from: string; to: string } {
    const to = addDays(this.board.monday, 7)
    return { from: addDays(to, -7 * this.weeks), to }
  }

  private spanChoice() {
    const { locale, host } = this.board
    const words = locale.t.roster.reportIn
    const choose = (weeks: (typeof SPANS)[number]) => () => {
      this.weeks = weeks
      host.requestUpdate()
    }
    return html`<div class="toggles" role="group" aria-label=${words.spans}>
      ${SPANS.map(
        (weeks) =>
          html`<button
            type="button"
            class="toggle"
            data-weeks=${weeks}
            aria-pressed=${ariaBool(weeks === this.weeks)}
            @click=${choose(weeks)}
          >
            ${words.weeks(locale.number(weeks))}
          </button>`,
      )}
    </div>`
  }

  private content(data: ReportIn) {
    const { locale } = this.board
    const { number, percent } = locale
    const words = locale.t.roster.reportIn
    const { total, from, to } = data
    const dayOf = (date: string) => locale.day(locale.noon(date))
    return html`<p class="sum">
        <span class="muted">${words.span(dayOf(from), dayOf(addDays(to, -1)))}</span>
        <span class="chip ${total.registered === 0 ? 'plain' : ''}" id="report-in-rate"
          >${words.rate(percent(share(total)), number(total.reported), number(total.registered))}</span
        >
        ${total.others > 0 ? html`<span class="chip plain">${words.others(number(total.others))}</span>` : nothing}
      </p>
      ${total.registered === 0 && total.others === 0 ? blank(words.nobody, words.nobodyHint) : html`${this.communities(data)} ${this.organisations(data)}`}
      ${freshness(locale, this.rates.snapshot, data.asOf)}`
  }

  private communities({ communities }: ReportIn) {
    const { locale } = this.board
    const { number, text } = locale
    const words = locale.t.roster.reportIn
    return html`<section class="part">
      <h4 id="report-in-communities">${words.byCommunity}</h4>
      <div class="report-in-table" role="group" aria-labelledby="report-in-communities" tabindex="0">
        <table class="plain with-others" role="table" aria-labelledby="report-in-communities">
          <thead>
            <tr role="row">
              <th scope="col" role="columnheader">${words.community}</th>
              ${this.rateHead()}
              <th scope="col" role="columnheader" class="figure">${words.othersHead}</th>
            </tr>
          </thead>
          <tbody>
            ${communities.map(
              (one) =>
                html`<tr role="row" data-community=${one.communityId}>
                  <th scope="row" role="rowheader">
                    ${text(one.name)} ${one.schemeTags.map((tag) => html`<span class="chip plain">${tag}</span>`)}
                  </th>
                  ${this.rateCells(one)}
                  <td class="figure" role="cell">${number(one.others)}</td>
                </tr>`,
            )}
          </tbody>
        </table>
      </div>
    </section>`
  }

  private organisations({ organisations, unaffiliated }: ReportIn) {
    const { locale, host } = this.board
    const { t, text, number } = locale
    const words = t.roster.reportIn
    if (organisations.length === 0 && unaffiliated.registered === 0) return nothing
    const lowest = [...organisations].sort(
      (one, other) => one.reported * other.registered - other.reported * one.registered || other.registered - one.registered,
    )
    const shown = this.isOpen ? lowest : lowest.slice(0, SHOWN)
    const toggle = () => {
      this.isOpen = !this.isOpen
      host.requestUpdate()
    }
    return html`<section class="part">
      <h4 id="report-in-organisations">${words.byOrganisation}</h4>
      <p class="small muted">${words.organisationHint}</p>
      <div class="report-in-table" role="group" aria-labelledby="report-in-organisations" tabindex="0">
        <table class="plain" role="table" aria-labelledby="report-in-organisations">
          <thead>
            <tr role="row">
              <th scope="col" role="columnheader">${words.organisation}</th>
              ${this.rateHead()}
            </tr>
          </thead>
          <tbody>
            ${shown.map(
              (one) =>
                html`<tr role="row" data-organisation=${one.orgId}>
                  <th scope="row" role="rowheader">${text(one.name)}</th>
                  ${this.rateCells(one)}
                </tr>`,
            )}
            ${
              unaffiliated.registered > 0
                ? html`<tr role="row">
                    <th scope="row" role="rowheader">${words.unaffiliated}</th>
                    ${this.rateCells(unaffiliated)}
                  </tr>`
                : nothing
            }
          </tbody>
        </table>
      </div>
      ${
        lowest.length > SHOWN
          ? html`<div>
              <button type="button" class="button quiet small" aria-expanded=${ariaBool(this.isOpen)} @click=${toggle}>
                ${this.isOpen ? t.roster.fewer : t.roster.allOf(number(lowest.length))}
              </button>
            </div>`
          : nothing
      }
    </section>`
  }

  private rateHead() {
    const words = this.board.locale.t.roster.reportIn
    return html`<th scope="col" role="columnheader" class="figure">${words.reported}</th>
      <th scope="col" role="columnheader" class="figure">${words.registered}</th>
      <th scope="col" role="columnheader" class="figure">${words.share}</th>`
  }

  private rateCells(rate: Rate) {
    const { number, percent } = this.board.locale
    return html`<td class="figure" role="cell">${number(rate.reported)}</td>
      <td class="figure" role="cell">${number(rate.registered)}</td>
      <td class="figure" role="cell">${percent(share(rate))}</td>`
  }
}

const share = ({ reported, registered }: Rate) => ({ num: reported, den: registered })
