import { html, nothing } from 'lit'
import type { Client, KeptRecordsInput, Snapshot } from '@wangge/core/client'
import { isSdkError } from '@wangge/core/errors'
import type { KeptRecord, KeptRecords } from '@wangge/core/roster/schema'
import { ResourceController } from '../../controllers/resource-controller.ts'
import { selectField, textField } from '../../form-fields.ts'
import { giveFile } from '../../give-file.ts'
import { blank, freshness, notice, problem, skeleton } from '../../panels.ts'
import type { Tone } from '../../panels.ts'
import type { Words } from '../../strings.ts'
import type { Board } from '../board.ts'
import { spanProblem } from './kept-span.ts'

export { keptRecordsStyles } from './kept-records.styles.ts'

type FileFormat = 'csv' | 'xlsx'

/** 记录单位: what a community or the street recorded in some days, whoever sent the people; read by pages, and exported. */
export class KeptRecordsView {
  private readonly board: Board
  /** The newest, with how much there is in all. */
  private readonly first: ResourceController<KeptRecords>
  /** A page behind it. */
  private readonly behind: ResourceController<KeptRecords>
  /** Untouched: this month up to today. */
  private from: string | undefined
  private to: string | undefined
  /** Empty: all that is theirs. */
  private community = ''
  /** Where the pages begin that were gone through. */
  private cursors: readonly string[] = []
  private busy: FileFormat | '' = ''
  private outcome: { tone: Tone; words: Words } | undefined

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    const keyOf = () => (isShown() && !spanProblem(this.span) ? JSON.stringify(this.asked) : '')
    this.first = new ResourceController(
      board.host,
      () => [board.client, keyOf()],
      (client: Client, key) => client.keptRecords(JSON.parse(key) as KeptRecordsInput),
    )
    this.behind = new ResourceController(
      board.host,
      () => [board.client, this.after && keyOf() ? `${this.after} ${keyOf()}` : ''],
      (client: Client) => client.keptRecords({ ...this.asked, after: this.after }),
    )
  }

  render(): unknown {
    const { t } = this.board.locale
    const words = t.roster.keptRecords
    const wrong = spanProblem(this.span)
    return html`<section class="tab-page kept-records" part="kept-records" aria-labelledby="kept-title">
      <h3 id="kept-title" tabindex="-1">${words.title}</h3>
      <p class="small muted">${words.hint}${this.board.keepsAll ? nothing : html` ${words.minors}`}</p>
      ${this.form(wrong)} ${wrong ? nothing : this.content()}
    </section>`
  }

  private get span(): { from: string; to: string } {
    const { today } = this.board
    return { from: this.from ?? `${today.slice(0, 7)}-01`, to: this.to ?? today }
  }

  private get asked(): KeptRecordsInput {
    const gridId = this.community || this.board.gridId
    return { ...this.span, ...(gridId && { gridId }) }
  }

  private get after(): string {
    return this.cursors.at(-1) ?? ''
  }

  private form(wrong: ReturnType<typeof spanProblem>) {
    const { board } = this
    const { locale } = board
    const words = locale.t.roster.keptRecords
    const change = (patch: { from?: string; to?: string; community?: string }) => {
      Object.assign(this, patch)
      this.cursors = []
      this.outcome = undefined
      board.host.requestUpdate()
    }
    const communities = board.gridId ? [] : board.keptCommunities
    return html`<div class="kept-asked">
      ${
        communities.length > 1
          ? selectField(locale, {
              id: 'kept-community',
              label: words.community,
              placeholder: board.keepsAll ? words.wholeStreet : words.allMine,
              value: this.community,
              choices: communities.map(({ id, name }) => ({ value: id, label: name })),
              onChange: (community) => change({ community }),
            })
          : nothing
      }
      ${(['from', 'to'] as const).map((end) =>
        textField(locale, {
          id: `kept-${end}`,
          label: words[end],
          type: 'date',
          value: this.span[end],
          error: end === 'to' && wrong ? words[wrong] : undefined,
          onInput: (day) => change({ [end]: day }),
        }),
      )}
    </div>`
  }

  private content() {
    const { locale } = this.board
    const words = locale.t.roster.keptRecords
    const { data: first } = this.first
    const { data, snapshot } = this.after ? this.behind : this.first
    if (!first) {
      const { error } = this.first.snapshot
      return error ? problem(locale, error, () => void this.first.refresh()) : skeleton(locale, 5)
    }
    return html`${this.sum(first)} ${this.files(first)}
      ${first.records.length === 0 && !this.after ? blank(words.none, words.noneHint) : this.list(data, snapshot.error)}
      <p class="small muted">${words.platform}</p>
      ${data ? freshness(locale, snapshot, data.asOf) : nothing}`
  }

  private sum({ total }: KeptRecords) {
    const { t, number } = this.board.locale
    const words = t.roster.keptRecords
    if (!total) return nothing
    return html`<p class="sum" id="kept-sum">
      <span class="chip plain">${words.records(number(total.records))}</span>
      <span class="chip plain">${words.people(number(total.people))}</span>
      <span class="chip">${words.total(this.length(total.minutes))}</span>
    </p>`
  }

  private files({ total }: KeptRecords) {
    const { t } = this.board.locale
    const isNothing = total?.records === 0
    const button = (format: FileFormat, label: string) =>
      html`<button
        type="button"
        class="button"
        id="kept-${format}"
        ?disabled=${isNothing || this.busy !== ''}
        @click=${() => void this.export(format)}
      >
        ${label}
      </button>`
    return html`<div class="kept-files">
      <div class="actions">${button('csv', t.roster.hours.csv)} ${button('xlsx', t.roster.export)}</div>
      <div id="kept-outcome" role="status">
        ${
          this.outcome
            ? notice(
                this.outcome.tone,
                this.outcome.words.title,
                this.outcome.words.hint ? html`<p>${this.outcome.words.hint}</p>` : nothing,
              )
            : nothing
        }
      </div>
    </div>`
  }

  /** The heading stays while a page comes: the focus is on it. */
  private list(data: KeptRecords | undefined, error: Snapshot<KeptRecords>['error']) {
    const { locale } = this.board
    const words = locale.t.roster.keptRecords
    const { from, to } = this.span
    return html`<section class="part" aria-labelledby="kept-list">
      <h4 id="kept-list" tabindex="-1">${words.list(from, to)}</h4>
      ${
        data
          ? html`<ul class="rows">
              ${data.records.map((one) => this.record(one))}
            </ul>`
          : error
            ? problem(locale, error, () => void this.behind.refresh())
            : skeleton(locale, 5)
      }
      ${data?.next || this.after ? this.pages(data) : nothing}
    </section>`
  }

  private pages(data: KeptRecords | undefined) {
    const { board } = this
    const { t, number } = board.locale
    const words = t.roster.keptRecords
    const go = (cursors: readonly string[]) => () => void board.show(() => (this.cursors = cursors), '#kept-list')
    const next = data?.next
    const older = next === undefined ? nothing : go([...this.cursors, next])
    return html`<div class="kept-pages" role="group" aria-label=${words.pages}>
      <button type="button" class="button" id="kept-newer" ?disabled=${!this.after} @click=${go(this.cursors.slice(0, -1))}>
        ${words.newer}
      </button>
      <button type="button" class="button" id="kept-older" ?disabled=${next === undefined} @click=${older}>${words.older}</button>
      ${data ? html`<span class="small muted">${words.shown(number(data.records.length))}</span>` : nothing}
    </div>`
  }

  private record(one: KeptRecord) {
    const { t, text, day, time } = this.board.locale
    const { signUpId, name, minutes, checkedInAt, checkedOutAt, startsAt, endsAt, activity, place, organisation, lacks } = one
    const [from, to] = [checkedInAt ?? startsAt, checkedOutAt ?? endsAt]
    return html`<li data-record=${signUpId}>
      <div class="who">
        <b>${name}</b> <span class="chip plain">${this.length(minutes)}</span>
        ${lacks?.length ? html`<span class="chip wait">${t.roster.hours.lacksInCharge}</span>` : nothing}
        <span class="line">${day(from)} ${time(from)}–${time(to)} ${text(activity)}</span>
        <span class="small muted line">${[organisation && text(organisation), text(place)].filter(Boolean).join(' · ')}</span>
      </div>
    </li>`
  }

  private readonly length = (minutes: number): string => {
    const { t, number } = this.board.locale
    return t.roster.hours.length(number(Math.floor(minutes / 60)), number(minutes % 60))
  }

  private async export(format: FileFormat) {
    const { board } = this
    const { client, locale } = board
    const words = locale.t.roster.keptRecords
    if (!client) return
    const { from, to } = this.span
    const chosen = board.keptCommunities.find(({ id }) => id === this.asked.gridId)
    const place = chosen?.name ?? (board.keepsAll && !this.asked.gridId ? words.wholeStreet : words.allMine)
    this.busy = format
    this.outcome = undefined
    board.host.requestUpdate()
    try {
      const name = `${words.file(place, from, to)}.${format}`
      giveFile(await client.keptRecordsFile({ ...this.asked, format }), name)
      this.outcome = { tone: 'ok', words: { title: words.given(name), hint: '' } }
    } catch (error) {
      if (!isSdkError(error)) throw error
      this.outcome = {
        tone: 'bad',
        words:
          error.problem === 'too-many-records' ? { title: words.tooMany, hint: words.tooManyHint } : locale.t.problemOf(error),
      }
    } finally {
      this.busy = ''
      board.host.requestUpdate()
    }
  }
}
