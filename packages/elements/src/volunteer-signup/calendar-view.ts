import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { CalendarStatus } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { icons } from '../icons.ts'
import { notice } from '../panels.ts'
import type { Stage } from './stage.ts'

/** A secret address of the person's duties for their calendar program. */
export class CalendarView {
  private readonly stage: Stage
  private readonly commands: CommandController
  private readonly status: ResourceController<CalendarStatus>
  /** Told once; empty when it is not here. */
  private address = ''
  private isCopied = false
  private isRevoked = false

  constructor(stage: Stage, isShown: () => boolean) {
    this.stage = stage
    this.commands = new CommandController(stage.host, () => stage.locale)
    this.status = new ResourceController(
      stage.host,
      () => [stage.client, isShown() && stage.isKnown ? 'calendar' : ''],
      (client: Client) => client.calendarStatus(),
    )
  }

  reset() {
    this.address = ''
    this.isCopied = false
    this.isRevoked = false
    this.commands.clear()
  }

  render(): unknown {
    const { t, day } = this.stage.locale
    const { calendar } = t.signup
    // Of who has never signed up there is nothing to tell.
    if (!this.stage.isKnown || !this.stage.mine.some(({ view }) => view)) return nothing
    const since = this.status.data?.createdAt
    const isBusy = this.commands.busy !== ''
    return html`<section class="calendar" part="calendar" aria-labelledby="calendar-title">
      <h3 id="calendar-title" class="sub">${calendar.title}</h3>
      <p class="small muted">${calendar.hint}</p>
      ${since && !this.address ? html`<p class="small">${calendar.since(day(since))} ${calendar.renewHint}</p>` : nothing}
      ${this.commands.view('calendar')}
      <div id="calendar-outcome" role="status" tabindex="-1">${this.outcome()}</div>
      <div class="actions">
        <button type="button" class="button" id="calendar-make" ?disabled=${isBusy} @click=${() => void this.make()}>
          ${icons.calendar()}${since ? calendar.renew : calendar.make}
        </button>
        ${
          since
            ? html`<button
                type="button"
                class="button quiet danger"
                id="calendar-revoke"
                ?disabled=${isBusy}
                @click=${() => void this.revoke()}
              >
                ${calendar.revoke}
              </button>`
            : nothing
        }
      </div>
    </section>`
  }

  private outcome() {
    const { calendar } = this.stage.locale.t.signup
    if (this.isRevoked) return notice('ok', calendar.revoked)
    if (!this.address) return nothing
    return notice(
      'ok',
      calendar.address,
      html`<p><code class="address">${this.address}</code></p>
        <p class="small">${calendar.secret}</p>
        <div class="actions">
          <a class="button primary" href=${this.address.replace(/^https?:/, 'webcal:')}>${calendar.open}</a>
          <button type="button" class="button" @click=${() => void this.copy()}>
            ${this.isCopied ? calendar.copied : calendar.copy}
          </button>
        </div>`,
    )
  }

  private async make() {
    const { client, locale } = this.stage
    if (!client) return
    const lang = locale.language
    const made = await this.commands.run('calendar', () => client.calendarAddress({ lang }))
    if (!made) return
    const told = () => {
      this.reset()
      this.address = made.address
    }
    await this.stage.show(told, '#calendar-outcome')
  }

  private async revoke() {
    const { client } = this.stage
    if (!client || !(await this.commands.run('calendar', () => client.revokeCalendarAddress()))) return
    const told = () => {
      this.reset()
      this.isRevoked = true
    }
    await this.stage.show(told, '#calendar-outcome')
  }

  private async copy() {
    // Where the page may not write to the clipboard, the address stands there to be selected.
    this.isCopied = await navigator.clipboard.writeText(this.address).then(
      () => true,
      () => false,
    )
    this.stage.host.requestUpdate()
  }
}
