import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { Roster } from '@wangge/core/roster/schema'
import { ariaBool } from '../../aria.ts'
import { CommandController } from '../../controllers/command-controller.ts'
import { ResourceController } from '../../controllers/resource-controller.ts'
import { giveFile } from '../../give-file.ts'
import { blank, freshness, problem, skeleton } from '../../panels.ts'
import type { Board } from '../board.ts'
import { organisationField } from '../organisation-field.ts'
import { entriesByShift } from './entries-by-shift.ts'
import type { ShiftEntries } from './entries-by-shift.ts'

export { signUpsStyles } from './sign-ups.styles.ts'

/** Shifts that are shown at first, and again for each time that more are asked for. */
const PAGE = 40

const TONES = { seated: 'ok', waitlisted: 'wait', offered: 'wait', invited: 'wait', cancelled: 'plain' } as const

/** Who of an organisation comes when, by day and shift, and the same as a file. */
export class SignUpsView {
  private readonly board: Board
  private readonly roster: ResourceController<Roster>
  private readonly commands: CommandController
  private isPast = false
  private shown = PAGE

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    this.roster = new ResourceController(
      board.host,
      () => [board.client, isShown() ? board.organisation : ''],
      (client: Client, orgId) => client.organisationSignUps(orgId),
    )
    this.commands = new CommandController(board.host, () => board.locale)
  }

  render(): unknown {
    const { locale, organisation } = this.board
    const { t } = locale
    const words = t.roster.signUps
    const { data, snapshot } = this.roster
    return html`<section class="tab-page sign-ups" part="sign-ups" aria-labelledby="sign-ups-title">
      <div class="hours-head">
        <div>
          <h3 id="sign-ups-title">${words.title}</h3>
          <p class="small muted">${words.hint}</p>
        </div>
        ${organisationField(this.board, this.isPast ? undefined : this.board.today)}
        <div class="tools">
          <button
            type="button"
            class="button"
            id="sign-ups-csv"
            ?disabled=${!data || this.commands.busy !== ''}
            @click=${this.onExport}
          >
            ${words.csv}
          </button>
        </div>
      </div>
      ${this.commands.view('sign-ups-csv')}
      ${
        !organisation
          ? blank(t.roster.chooseOrganisation)
          : data
            ? this.content(data)
            : snapshot.error
              ? problem(locale, snapshot.error, () => void this.roster.refresh())
              : skeleton(locale, 5)
      }
    </section>`
  }

  private readonly onExport = () => {
    const { client, locale, organisation: orgId } = this.board
    const { file } = locale.t.roster.signUps
    if (!client || !orgId) return
    void this.commands.run('sign-ups-csv', async () => {
      const table = await client.signUpsCsv({ orgId })
      giveFile(table, `${file(this.board.organisationsOn().find(({ id }) => id === orgId)?.name ?? '')}.csv`)
      return { ok: true }
    })
  }

  private content({ asOf, entries }: Roster) {
    const { locale, today } = this.board
    const { t, number } = locale
    const words = t.roster.signUps
    const dayOf = (at: string) => locale.dayKey(at)
    const isShown = ({ startsAt }: Roster['entries'][number]) => dayOf(startsAt) < today === this.isPast
    const of = entries.filter(isShown)
    const coming = this.isPast ? entries.length - of.length : of.length
    const seated = of.filter(({ state }) => state === 'seated')
    return html`<div class="toggles" role="group" aria-label=${words.spans}>
        ${this.span(false, words.coming(number(coming)))} ${this.span(true, words.past(number(entries.length - coming)))}
      </div>
      ${
        of.length === 0
          ? blank(words.none, words.noneHint)
          : html`<p class="sum">
                <span class="chip">${words.times(number(seated.length))}</span>
                <span class="chip plain">${words.people(number(new Set(seated.map(({ personId }) => personId)).size))}</span>
              </p>
              ${this.shifts(entriesByShift(of, dayOf))}`
      }
      ${freshness(locale, this.roster.snapshot, asOf)}`
  }

  private span(isPast: boolean, label: string) {
    const choose = () => {
      this.isPast = isPast
      this.shown = PAGE
      this.board.host.requestUpdate()
    }
    return html`<button
      type="button"
      class="toggle"
      data-span=${isPast ? 'past' : 'coming'}
      aria-pressed=${ariaBool(isPast === this.isPast)}
      @click=${choose}
    >
      ${label}
    </button>`
  }

  private shifts(all: readonly ShiftEntries[]) {
    const { locale } = this.board
    const shifts = all.slice(0, this.shown)
    const rest = all.length - shifts.length
    const more = () => {
      this.shown += PAGE
      this.board.host.requestUpdate()
    }
    return html`${[...new Set(shifts.map(({ date }) => date))].map(
      (date) =>
        html`<section class="part">
          <h4 id="sign-ups-${date}">${locale.day(shifts.find((one) => one.date === date)!.startsAt)}</h4>
          <ul class="rows shift-entries" aria-labelledby="sign-ups-${date}">
            ${shifts.filter((one) => one.date === date).map((one) => this.shift(one))}
          </ul>
        </section>`,
    )}
    ${
      rest > 0
        ? html`<div>
            <button type="button" class="button" id="sign-ups-more" @click=${more}>
              ${locale.t.roster.signUps.rest(locale.number(rest))}
            </button>
          </div>`
        : nothing
    }`
  }

  private shift({ slotId, post, startsAt, endsAt, people }: ShiftEntries) {
    const { t, time, text } = this.board.locale
    const words = t.roster.signUps
    return html`<li data-slot-entries=${slotId}>
      <div><b>${time(startsAt)}–${time(endsAt)}</b> <span class="line">${text(post)}</span></div>
      <ul class="entry-people">
        ${people.map(
          ({ signUpId, name, staffNumber, state }) =>
            html`<li data-sign-up=${signUpId}>
              <b>${name}</b>
              ${staffNumber === undefined ? nothing : html`<span class="small muted">${words.number(staffNumber)}</span>`}
              <span class="chip ${TONES[state]}">${words.states[state]}</span>
            </li>`,
        )}
      </ul>
    </li>`
  }
}
