import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import type { Client, IssueRatesInput } from '@wangge/core/client'
import type { IssueRates, IssueRatesView, RatesBy } from '@wangge/core/issue/schema'
import { ariaBool } from '../aria.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { blank, freshness, problem, skeleton } from '../panels.ts'
import type { BoardState } from './board-state.ts'
import type { Desk } from './desk.ts'
import { RATE_SPANS, spanOf } from './rate-spans.ts'
import type { RateSpan } from './rate-spans.ts'
import { ratesTable, rateTiles } from './rates-view.ts'

const WAYS: readonly RatesBy[] = ['grid', 'category', 'period']

export interface RatesPartOptions {
  state: () => BoardState
  change: (change: Partial<BoardState>) => void
}

/** What became of the issues of a time, whole and in parts; of the grid and the category that the board is narrowed down to. */
export class RatesPart {
  private span: RateSpan = 'year'
  private by: RatesBy = 'grid'
  private readonly desk: Desk
  private readonly options: RatesPartOptions
  private readonly view: ResourceController<IssueRatesView>

  constructor(desk: Desk, options: RatesPartOptions) {
    this.desk = desk
    this.options = options
    this.view = new ResourceController(
      desk.host,
      () => [desk.client, options.state().view === 'rates' ? JSON.stringify(this.asked) : ''],
      (client: Client, key) => client.issueRates(JSON.parse(key) as IssueRatesInput),
    )
  }

  private get asked(): IssueRatesInput {
    const { gridId, category } = this.options.state()
    return {
      ...(gridId !== '' && { gridId }),
      ...(category !== '' && { categoryId: category }),
      ...spanOf(this.span, this.desk.now),
      by: this.by,
    }
  }

  private look(change: { span?: RateSpan; by?: RatesBy }) {
    this.span = change.span ?? this.span
    this.by = change.by ?? this.by
    this.desk.host.requestUpdate()
  }

  /** @param place the board's own choices of grid and category */
  render(place: unknown): TemplateResult {
    const { t } = this.desk.locale
    return html`<section class="rates" part="rates" aria-labelledby="rates-title">
      <h3 id="rates-title" class="hidden-visually">${t.board.views.rates}</h3>
      <div class="rates-asked">
        ${place}
        <div class="field">
          <label for="rates-span" class="hidden-visually">${t.rates.span}</label>
          <select
            id="rates-span"
            .value=${live(this.span)}
            @change=${(event: Event) => this.look({ span: (event.target as HTMLSelectElement).value as RateSpan })}
          >
            ${RATE_SPANS.map((span) => html`<option value=${span} ?selected=${span === this.span}>${t.rates.spans[span]}</option>`)}
          </select>
        </div>
        <div class="switch" role="group" aria-label=${t.rates.by}>
          ${WAYS.map(
            (by) =>
              html`<button type="button" data-by=${by} aria-pressed=${ariaBool(this.by === by)} @click=${() => this.look({ by })}>
                ${t.rates.ways[by]}
              </button>`,
          )}
        </div>
      </div>
      ${this.answer()}
    </section>`
  }

  private answer() {
    const { locale } = this.desk
    const { t } = locale
    const { data, error } = this.view.snapshot
    if (!data) return error ? problem(locale, error, () => void this.view.refresh()) : skeleton(locale, 6)
    if (data.whole.reported === 0) return html`${blank(t.rates.none, t.rates.noneHint)}${this.asOf(data.whole)}`
    return html`${rateTiles(locale, data.whole)}
      ${ratesTable(locale, data, { head: t.rates.ways[data.by], open: this.opener(data.by) })}
      <p class="small muted">${t.rates.hint}</p>
      ${this.asOf(data.whole)}`
  }

  /** Into a grid or a category: there it is parted anew. */
  private opener(by: RatesBy) {
    if (by === 'grid') return (gridId: string) => this.options.change({ gridId })
    if (by === 'category') return (category: string) => this.options.change({ category })
    return undefined
  }

  private asOf({ asOf }: IssueRates & { asOf: string }) {
    const { locale } = this.desk
    return html`<p class="small muted" id="rates-as-of">
      ${locale.t.asOf(locale.dateTime(asOf))} ${this.view.snapshot.error ? freshness(locale, this.view.snapshot) : nothing}
    </p>`
  }
}
