import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import type { Client } from '@wangge/core/client'
import { overAt } from '@wangge/core/roster'
import type { MyHours, ServiceRecord } from '@wangge/core/roster/schema'
import { ResourceController } from '../controllers/resource-controller.ts'
import { blank, freshness, problem, skeleton } from '../panels.ts'
import { timeBeside } from '../time-beside.ts'
import { CertificateView } from './certificate-view.ts'
import { CorrectionForm } from './correction-form.ts'
import { presenceWords } from './check-in-view.ts'
import { lengthOf } from './length-of.ts'
import { refusedView } from './refused-view.ts'
import type { Stage } from './stage.ts'

/** Records that are shown at first, and more at each wish. */
const PAGE = 10

/** The person's hours with each record, corrections, and certificates. */
export class HoursView {
  private readonly stage: Stage
  private readonly hours: ResourceController<MyHours>
  private readonly corrections: CorrectionForm
  private readonly certificates: CertificateView
  private shown = PAGE

  constructor(stage: Stage, isShown: () => boolean) {
    this.stage = stage
    this.hours = new ResourceController(
      stage.host,
      () => [stage.client, isShown() && stage.isKnown ? 'hours' : ''],
      (client: Client) => client.myHours(),
    )
    this.corrections = new CorrectionForm(stage)
    this.certificates = new CertificateView(stage, isShown)
  }

  reset() {
    this.shown = PAGE
    this.corrections.reset()
    this.certificates.reset()
  }

  render(): TemplateResult {
    const { locale } = this.stage
    const { t } = locale
    const { data, snapshot } = this.hours
    return html`<section class="hours" part="hours" aria-labelledby="hours-title">
        <h3 id="hours-title" class="sub" tabindex="-1">${t.signup.hours.title}</h3>
        ${refusedView(this.stage)}
        ${
          data
            ? this.known(data)
            : snapshot.error
              ? problem(locale, snapshot.error, () => void this.hours.refresh())
              : skeleton(locale, 3)
        }
        ${data && snapshot.error ? freshness(locale, snapshot, data.asOf) : nothing}
      </section>
      ${data ? this.certificates.render() : nothing}`
  }

  private known({ minutes, records }: MyHours) {
    const { stage } = this
    const { locale } = stage
    const { t, number } = locale
    const { hours } = t.signup
    return html`<div class="total">
        <span class="muted">${hours.total}</span> <b id="total">${lengthOf(locale, minutes)}</b>
        <p class="small muted">${hours.kind}</p>
      </div>
      ${
        records.length === 0
          ? blank(hours.none, hours.noneHint)
          : html`<h4>${hours.records}</h4>
              <ul class="records">
                ${repeat(
                  records.slice(0, this.shown),
                  ({ signUpId }) => signUpId,
                  (record) => this.recordView(record),
                )}
              </ul>`
      }
      ${
        records.length > this.shown
          ? html`<button type="button" class="button more" @click=${() => this.more()}>
              ${hours.more(number(records.length - this.shown))}
            </button>`
          : nothing
      }`
  }

  private recordView(record: ServiceRecord) {
    const { stage } = this
    const { locale } = stage
    const { t, text, day, time } = locale
    const { hours, checkIn } = t.signup
    const { startsAt, endsAt, calledOffAt, absence, recorded, minutes } = record
    const isOver = stage.now >= Date.parse(overAt(record))
    const organiser = `${hours.organiser}${t.colon}${text(record.organiser)}`
    const inCharge = record.inCharge ? `${hours.inCharge}${t.colon}${record.inCharge}` : ''
    return html`<li class="duty record" data-record=${record.signUpId} tabindex="-1">
      <div class="post">${text(record.activity)}</div>
      ${
        recorded
          ? html`<b class="length">${lengthOf(locale, minutes)}</b>`
          : absence
            ? html`<span class="chip ${absence === 'no-show' ? 'bad' : 'plain'}"
                >${absence === 'no-show' ? checkIn.noShow : checkIn.excused}</span
              >`
            : isOver
              ? html`<span class="chip wait">${hours.recordBy(day(Date.parse(record.recordBy) - 1))}</span>`
              : html`<span class="chip plain">${hours.running}</span>`
      }
      <div class="what">
        <div>${day(startsAt)} ${time(startsAt)}–${time(endsAt)}</div>
        ${
          calledOffAt === undefined
            ? nothing
            : html`<div class="small" data-called-off>${hours.calledOff(timeBeside(locale, calledOffAt, startsAt))}</div>`
        }
        <div class="small muted">
          ${[text(record.content), text(record.place), organiser, inCharge].filter(Boolean).join(' · ')}
        </div>
        <div class="small">${presenceWords(locale, record).join(' · ') || (isOver && !absence ? hours.missing : '')}</div>
        ${(record.lacks ?? []).map((what) => html`<div class="small muted" data-lacks=${what}>${hours.lacks[what]}</div>`)}
        ${(record.hostNotes ?? []).map((note) => html`<div class="small muted">${hours.hostNote(note)}</div>`)}
      </div>
      <div class="rest">${this.corrections.render(record, { isOver })}</div>
    </li>`
  }

  private more() {
    this.shown += PAGE
    this.stage.host.requestUpdate()
  }
}
