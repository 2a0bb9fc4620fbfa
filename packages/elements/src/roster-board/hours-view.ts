import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { OrganisationHours } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { icons } from '../icons.ts'
import { blank, freshness, problem, skeleton } from '../panels.ts'
import type { Board } from './board.ts'
import { CertificatesPart } from './certificates-part.ts'
import { CorrectionsPart } from './corrections-part.ts'
import { giveFile } from '../give-file.ts'
import { lackingPart } from './lacking-part.ts'
import { ariaBool } from '../aria.ts'
import { organisationField } from './organisation-field.ts'

/** Records that are shown at first. */
const PAGE = 20

export interface HoursViewOptions {
  isShown: () => boolean
  /** What whoever looks recorded, over all organisations. */
  kept: () => unknown
}

/** Hours of service by person and month, what records lack, what is not recorded in time, how corrections stand, certificates to print. */
export class HoursView {
  private readonly board: Board
  private readonly hours: ResourceController<OrganisationHours>
  private readonly corrections: CorrectionsPart
  private readonly certificates: CertificatesPart
  private readonly commands: CommandController
  /** `2026-06` */
  private month = ''
  private shownLacking = PAGE

  private readonly kept: () => unknown
  private isAllChosen = false

  constructor(board: Board, { isShown: isTab, kept }: HoursViewOptions) {
    this.board = board
    this.kept = kept
    const isShown = () => isTab() && !this.isOfAll
    this.hours = new ResourceController(
      board.host,
      () => [board.client, isShown() && board.organisation ? `${board.organisation} ${this.shown}` : ''],
      (client: Client, key) => client.organisationHours(key.slice(0, key.lastIndexOf(' ')), monthSpan(this.shown, this.today)),
    )
    this.commands = new CommandController(board.host, () => board.locale)
    this.corrections = new CorrectionsPart(board, this.commands, () => this.hours.refresh())
    this.certificates = new CertificatesPart(board, isShown)
  }

  /** Whether it is about all organisations: for whoever keeps records and either chose so or has no organisation to choose. */
  get isOfAll(): boolean {
    const { decides, keepsRecords } = this.board
    return keepsRecords && (!decides || this.isAllChosen)
  }

  render(): unknown {
    const { decides, keepsRecords } = this.board
    return html`${decides && keepsRecords ? this.choice() : nothing} ${this.isOfAll ? this.kept() : this.ofOrganisation()}`
  }

  private choice() {
    const { locale, host } = this.board
    const words = locale.t.roster.keptRecords
    const choose = (isAll: boolean) => () => {
      this.isAllChosen = isAll
      host.requestUpdate()
    }
    const toggle = (isAll: boolean, label: string) =>
      html`<button
        type="button"
        class="toggle"
        data-all=${ariaBool(isAll)}
        aria-pressed=${ariaBool(isAll === this.isOfAll)}
        @click=${choose(isAll)}
      >
        ${label}
      </button>`
    return html`<div class="toggles" role="group" aria-label=${words.whose}>
      ${toggle(false, words.byOrganisation)} ${toggle(true, words.all)}
    </div>`
  }

  private ofOrganisation(): unknown {
    const { locale, organisation } = this.board
    const { t } = locale
    const { data, snapshot } = this.hours
    return html`<div class="hours-head">
        ${this.monthNav()} ${organisationField(this.board, `${this.shown}-01`)}
        <div class="tools">
          <button
            type="button"
            class="button"
            id="export"
            ?disabled=${!data || this.commands.busy !== ''}
            @click=${() => this.export('xlsx')}
          >
            ${t.roster.export}
          </button>
          <button
            type="button"
            class="button"
            id="export-csv"
            ?disabled=${!data || this.commands.busy !== ''}
            @click=${() => this.export('csv')}
          >
            ${t.roster.hours.csv}
          </button>
        </div>
      </div>
      ${this.commands.view('export')}
      ${
        !organisation
          ? blank(t.roster.chooseOrganisation)
          : data
            ? this.content(data)
            : snapshot.error
              ? problem(locale, snapshot.error, () => void this.hours.refresh())
              : skeleton(locale, 5)
      }`
  }

  /** As a workbook to be read, or record by record for the system that the ministry designates. */
  private export(format: 'xlsx' | 'csv') {
    const { client, locale, organisation: orgId } = this.board
    const { hours } = locale.t.roster
    const [year = 0, month = 0] = this.shown.split('-').map(Number)
    if (!client || !orgId) return
    void this.commands.run('export', async () => {
      const asked = { orgId, ...monthSpan(this.shown, this.today) }
      const file = await (format === 'csv' ? client.hoursCsv(asked) : client.hoursWorkbook(asked))
      giveFile(file, `${hours.file(hours.monthOf(year, month))}.${format}`)
      return { ok: true }
    })
  }

  private get today(): string {
    return this.board.today
  }

  private get shown(): string {
    return this.month || this.today.slice(0, 7)
  }

  private monthNav() {
    const { t } = this.board.locale
    const words = t.roster.hours
    const [year = 0, month = 0] = this.shown.split('-').map(Number)
    const go = (months: number) => () => {
      this.month = new Date(Date.UTC(year, month - 1 + months, 1)).toISOString().slice(0, 7)
      this.board.host.requestUpdate()
    }
    return html`<div class="week" role="group" aria-label=${words.month}>
      <button type="button" class="button" aria-label=${words.before} @click=${go(-1)}>${icons.back()}</button>
      <b class="week-name" aria-live="polite">${words.monthOf(year, month)}</b>
      <button
        type="button"
        class="button"
        aria-label=${words.after}
        ?disabled=${this.shown >= this.today.slice(0, 7)}
        @click=${go(1)}
      >
        ${icons.chevron()}
      </button>
    </div>`
  }

  private content(data: OrganisationHours) {
    const { locale } = this.board
    const { t, number } = locale
    const words = t.roster.hours
    const { people, unrecorded } = data
    const late = unrecorded.filter((one) => one.late).length
    return html`<p class="sum">
        <span class="chip">${words.total(this.length(data.minutes))}</span>
        <span class="chip plain">${words.people(number(people.length))}</span>
        ${unrecorded.length > 0 ? html`<span class="chip wait">${words.unrecordedOf(number(unrecorded.length))}</span>` : nothing}
        ${late > 0 ? html`<span class="chip bad">${words.lateOf(number(late))}</span>` : nothing}
      </p>
      ${this.corrections.render(data.corrections)} ${this.unrecorded(data)}
      ${lackingPart(locale, data.lacking, { shown: this.shownLacking, more: this.moreLacking })} ${this.people(data)}
      ${this.certificates.render({ people, length: this.length, ...monthSpan(this.shown, this.today) })}
      <p class="small muted">${words.platform}</p>
      ${freshness(locale, this.hours.snapshot, data.asOf)}`
  }

  private readonly length = (minutes: number): string => {
    const { t, number } = this.board.locale
    return t.roster.hours.length(number(Math.floor(minutes / 60)), number(minutes % 60))
  }

  private unrecorded({ unrecorded }: OrganisationHours) {
    const { t, text, day, time } = this.board.locale
    const words = t.roster.hours
    if (unrecorded.length === 0) return nothing
    return html`<section class="part">
      <h3>${words.unrecorded}</h3>
      <p class="small muted">${words.unrecordedHint}</p>
      <ul class="rows">
        ${unrecorded.map(
          ({ slotId, name, activity, startsAt, endsAt, recordBy, late }) =>
            html`<li>
              <div class="who">
                <b>${name}</b>
                <span class="chip ${late ? 'bad' : 'wait'}"
                  >${late ? words.late : words.recordBy(day(Date.parse(recordBy) - 1))}</span
                >
                <span class="small muted line">${day(startsAt)} ${time(startsAt)}–${time(endsAt)} ${text(activity)}</span>
              </div>
              <div class="actions">
                <button
                  type="button"
                  class="button"
                  data-open=${slotId}
                  aria-label=${words.openShiftLabel(name, `${day(startsAt)} ${time(startsAt)}–${time(endsAt)}`)}
                  @click=${() => this.board.openShift(slotId, startsAt)}
                >
                  ${words.openShift}
                </button>
              </div>
            </li>`,
        )}
      </ul>
    </section>`
  }

  private readonly moreLacking = () => {
    this.shownLacking += PAGE
    this.board.host.requestUpdate()
  }

  private people({ people }: OrganisationHours) {
    const { t, number } = this.board.locale
    const words = t.roster.hours
    if (people.length === 0) return blank(words.none, words.noneHint)
    const sorted = [...people].sort((one, other) => other.minutes - one.minutes || (one.personId < other.personId ? -1 : 1))
    return html`<section class="part">
      <h3 id="by-person">${words.byPerson}</h3>
      <table class="plain" aria-labelledby="by-person">
        <thead>
          <tr>
            <th scope="col">${words.name}</th>
            <th scope="col" class="figure">${words.times}</th>
            <th scope="col" class="figure">${words.hours}</th>
          </tr>
        </thead>
        <tbody>
          ${sorted.map(
            ({ name, times, minutes }) =>
              html`<tr>
                <th scope="row">${name}</th>
                <td class="figure">${number(times)}</td>
                <td class="figure">${this.length(minutes)}</td>
              </tr>`,
          )}
        </tbody>
      </table>
    </section>`
  }
}

/** All of a month, as far as it is over. */
function monthSpan(month: string, today: string): { from: string; to: string } {
  const [year = 0, number = 0] = month.split('-').map(Number)
  const last = new Date(Date.UTC(year, number, 0)).toISOString().slice(0, 10)
  return { from: `${month}-01`, to: last < today ? last : today }
}
