import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Client } from '@wangge/core/client'
import type { DutyNews, DutyNewsKind } from '@wangge/core/roster'
import type { SlotView } from '@wangge/core/roster/schema'
import { ResourceController } from '../controllers/resource-controller.ts'
import { failureWords } from '../failure-words.ts'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import type { Words } from '../strings.ts'
import { hours } from './slot-list.ts'
import type { Stage } from './stage.ts'
import type { Tab } from './tabs.ts'

export interface NewsViewOptions {
  /** To where it can be dealt with: the page, and what the focus goes to. */
  go: (tab: Tab, focus: string) => void
}

/** News that are shown at first. */
const PAGE = 3

const TONES: Readonly<Record<DutyNewsKind, 'wait' | 'ok' | 'bad' | 'plain'>> = {
  offered: 'wait',
  invited: 'wait',
  'to-confirm': 'wait',
  reminded: 'wait',
  'swap-offered': 'wait',
  'swap-accepted': 'wait',
  changed: 'wait',
  'called-off': 'bad',
  ended: 'bad',
  absent: 'bad',
  'swap-refused': 'bad',
  'correction-refused': 'bad',
  'correction-upheld': 'bad',
  'moved-up': 'ok',
  assigned: 'ok',
  'absence-lifted': 'ok',
  'swap-done': 'ok',
  'correction-accepted': 'ok',
  'swap-lapsed': 'plain',
  'swap-waited-for': 'plain',
}
const ICONS = { wait: icons.clock, ok: icons.check, bad: icons.alert, plain: icons.calendar }

/** What happened to the person's duties since they last looked, until they say that they have seen it or open what it is about. */
export class NewsView {
  private readonly stage: Stage
  private readonly go: NewsViewOptions['go']
  private readonly news: ResourceController<DutyNews[]>
  /** Marked here, while the device keeps it. */
  private marked = new Set<string>()
  private failure: Words | undefined
  private isAllShown = false
  private announced = new Set<string>()
  private announcement = ''

  constructor(stage: Stage, { go }: NewsViewOptions) {
    this.stage = stage
    this.go = go
    this.news = new ResourceController(
      stage.host,
      () => [stage.client, 'news'],
      (client: Client) => client.dutyNews(),
    )
  }

  /** Nothing of one person's is said to the next. */
  reset() {
    this.marked.clear()
    this.announced.clear()
    this.announcement = ''
    this.failure = undefined
    this.isAllShown = false
  }

  /** The person has opened a duty, or a swap. */
  opened(id: string) {
    void this.see(this.shown.filter(({ signUpId, swapId }) => id === signUpId || id === swapId))
  }

  render(): TemplateResult {
    const { shown } = this
    this.announce(shown)
    // There before anything is said in it: else nobody who listens hears of the first.
    return html`<p class="hidden-visually" role="status" id="news-status">${this.announcement}</p>
      ${this.failure ? html`<div role="alert">${notice('bad', this.failure.title, html`<p>${this.failure.hint}</p>`)}</div>` : nothing}
      ${shown.length > 0 ? this.section(shown) : nothing}`
  }

  private get shown(): DutyNews[] {
    return this.stage.isKnown ? (this.news.data ?? []).filter(({ id }) => !this.marked.has(id)) : []
  }

  /** What comes is said once; that some of it is seen is not. */
  private announce(shown: readonly DutyNews[]) {
    const { t, number } = this.stage.locale
    const arrived = shown.filter(({ id }) => !this.announced.has(id))
    for (const { id } of arrived) this.announced.add(id)
    const [first] = arrived
    if (first) this.announcement = t.signup.news.announce(number(arrived.length), this.titleOf(first))
    else if (shown.length === 0) this.announcement = ''
  }

  private section(all: readonly DutyNews[]) {
    const { t, number } = this.stage.locale
    const { news } = t.signup
    const shown = this.isAllShown ? all : all.slice(0, PAGE)
    const showAll = () => void this.stage.show(() => (this.isAllShown = true), `.news-item:nth-of-type(${PAGE + 1})`)
    return html`<section class="news" part="news" aria-labelledby="news-title">
      <header class="news-head">
        <h3 id="news-title" class="sub" tabindex="-1">${news.title}</h3>
        ${
          all.length > 1
            ? html`<button type="button" class="button quiet" id="news-all" @click=${() => void this.say(all)}>
                ${news.allSeen}
              </button>`
            : nothing
        }
      </header>
      <ul class="news-list">
        ${repeat(
          shown,
          ({ id }) => id,
          (one) => this.item(one),
        )}
      </ul>
      ${
        all.length > shown.length
          ? html`<button type="button" class="button more" id="news-more" @click=${showAll}>
              ${news.more(number(all.length - shown.length))}
            </button>`
          : nothing
      }
    </section>`
  }

  private item(one: DutyNews) {
    const { stage } = this
    const { t, text } = stage.locale
    const { news } = t.signup
    const slot = this.slotOf(one)
    const title = this.titleOf(one)
    const what = slot ? `${title}${t.colon}${text(slot.post.name)}` : title
    const tone = TONES[one.kind]
    return html`<li class="news-item ${tone}" data-news=${one.kind} tabindex="-1">
      ${ICONS[tone]()}
      <div>
        <strong>${title}</strong>
        ${slot ? html`<p>${text(slot.post.name)} · ${whenOf(stage.locale, slot)}</p>` : nothing}
        ${this.lines(one, slot).map((line) => html`<p class="small">${line}</p>`)}
      </div>
      <div class="actions">
        ${
          this.placeOf(one)
            ? html`<button
                type="button"
                class="button"
                data-look
                aria-label=${news.openLabel(what)}
                @click=${() => this.look(one)}
              >
                ${news.open}
              </button>`
            : nothing
        }
        <button
          type="button"
          class="button quiet"
          data-got
          aria-label=${news.gotItLabel(what)}
          @click=${() => void this.say([one])}
        >
          ${news.gotIt}
        </button>
      </div>
    </li>`
  }

  private titleOf({ kind, reason }: DutyNews): string {
    const { news, duty } = this.stage.locale.t.signup
    return kind === 'called-off' && reason ? duty.reasons[reason] : news.kinds[kind]
  }

  private lines(one: DutyNews, slot: SlotView | undefined): string[] {
    const { locale } = this.stage
    const { news, duty } = locale.t.signup
    const { was } = one
    const isSame = was && slot && was.startsAt === iso(slot.startsAt) && was.endsAt === iso(slot.endsAt)
    return [
      one.ended ? duty.ended[one.ended] : '',
      one.until ? news.until(locale.dateTime(one.until)) : '',
      was && !isSame ? news.was(whenOf(locale, was)) : '',
      was?.moved ? news.moved : '',
      one.kind === 'absent' ? news.absentHint : '',
      one.kind === 'swap-waited-for' ? news.waitedForHint : '',
    ].filter(Boolean)
  }

  private slotOf({ slotId, signUpId }: DutyNews): SlotView | undefined {
    // What was called off stands in one's own list as it was.
    return this.stage.mine.find(({ id }) => id === signUpId)?.view?.slot ?? this.stage.slotOf(slotId)
  }

  /** Where it can be dealt with; nowhere what is over. */
  private placeOf({ kind, signUpId, swapId }: DutyNews): { tab: Tab; focus: string } | undefined {
    if (kind.startsWith('correction-') || kind === 'absent' || kind === 'absence-lifted') {
      return { tab: 'hours', focus: '[data-tab=hours]' }
    }
    if (kind === 'swap-offered' || kind === 'swap-accepted')
      return { tab: 'duties', focus: `[data-swap="${CSS.escape(swapId ?? '')}"]` }
    const own = this.stage.mine.find(({ id }) => id === signUpId)
    const isComing = own !== undefined && own.state !== 'cancelled'
    return isComing ? { tab: 'duties', focus: `[data-duty="${CSS.escape(own.id)}"]` } : undefined
  }

  private look(one: DutyNews) {
    const place = this.placeOf(one)
    void this.see([one])
    if (place) this.go(place.tab, place.focus)
  }

  private async say(news: readonly DutyNews[]) {
    const seeing = this.see(news)
    // To what is left of it, or to the page below.
    await this.stage.show(() => {}, '#news-title, [aria-current=page]')
    await seeing
  }

  private async see(news: readonly DutyNews[]) {
    const { client, host, locale } = this.stage
    const ids = news.map(({ id }) => id)
    if (!client || ids.length === 0) return
    this.failure = undefined
    for (const id of ids) this.marked.add(id)
    host.requestUpdate()
    try {
      await client.sawDutyNews(ids)
    } catch (error) {
      for (const id of ids) this.marked.delete(id)
      this.failure = failureWords(locale, error)
      host.requestUpdate()
    }
  }
}

const iso = (at: string) => new Date(at).toISOString()
const whenOf = (locale: Locale, { startsAt, endsAt }: Pick<SlotView, 'startsAt' | 'endsAt'>) =>
  `${locale.day(startsAt)} ${hours(locale, { startsAt, endsAt } as SlotView)}`
