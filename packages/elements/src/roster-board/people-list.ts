import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { repeat } from 'lit/directives/repeat.js'
import { isFulfilled } from '@wangge/core/roster'
import type { RosterPerson } from '@wangge/core/roster/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { attendanceActions, attendanceFacts, knownOf, recordButton, stateChip } from './attendance-view.ts'
import type { ShiftPanelOptions } from './shift-panel.ts'

/** Who is on the shift, whether they have come, and what can be done about each. */
export function peopleList(locale: Locale, options: ShiftPanelOptions): TemplateResult {
  const { slot, organisations } = options
  const nameOf = (orgId: string) => {
    const organisation = organisations.find(({ id }) => id === orgId)
    return organisation ? locale.text(organisation.name) : ''
  }
  return html`<ul class="people" part="people">
    ${repeat(
      slot.people,
      ({ signUpId }) => signUpId,
      (person) => {
        const clash = options.busyOf(person.personId)
        const attendance = options.attendanceOf(person)
        return html`<li>
          <div class="who">
            <b>${person.name}</b> ${stateChip(locale, person)} <span class="small muted">${nameOf(person.orgId)}</span>
            ${clash ? html`<span class="small clash-words">${icons.alert()} ${clash}</span>` : nothing}
            ${toConfirm(locale, person, options)} ${attendanceFacts(locale, person, attendance)}
          </div>
          <div class="actions">
            ${
              options.doubted === person.signUpId
                ? doubt(locale, person, options)
                : html`${attendanceActions(locale, person, attendance)} ${seatActions(locale, person, options)}`
            }
          </div>
          ${attendance.form ?? nothing}
        </li>`
      },
    )}
  </ul>`
}

/** Whose seat the call-off ended: whoever had come by then, and was not recorded yet, still can be. */
export function releasedList(locale: Locale, options: ShiftPanelOptions): unknown {
  const { t, number, text } = locale
  const { slot, organisations, attendanceOf } = options
  const told = (slot.released ?? []).map((person) => ({ person, attendance: attendanceOf(person) }))
  const shown = told.filter(({ attendance }) => attendance.record !== undefined || attendance.words.length > 0)
  if (shown.length === 0) return nothing
  const words = t.roster.attendance.released
  const organisationOf = ({ orgId }: RosterPerson) => organisations.find(({ id }) => id === orgId)
  return html`<h4 id="released-title">${words.title(number(shown.length))}</h4>
    <p class="small muted">${words.hint}</p>
    <ul class="people released" part="released" aria-labelledby="released-title">
      ${repeat(
        shown,
        ({ person }) => person.signUpId,
        ({ person, attendance }) => {
          const organisation = organisationOf(person)
          return html`<li>
            <div class="who">
              <b>${person.name}</b> <span class="small muted">${organisation ? text(organisation.name) : ''}</span>
              ${attendanceFacts(locale, person, attendance)}
            </div>
            <div class="actions">${recordButton(locale, person, attendance)}</div>
            ${attendance.form ?? nothing}
          </li>`
        },
      )}
    </ul>`
}

function doubt({ t }: Locale, person: RosterPerson, { busy, on }: ShiftPanelOptions) {
  return html`<button type="button" class="button danger" id="sure" ?disabled=${busy} @click=${() => on.remove(person)}>
      ${t.roster.removeYes(person.name)}
    </button>
    <button type="button" class="button" @click=${() => on.doubt('')}>${t.roster.keep}</button>`
}

/** Whether they are still to say that they come; until they do, it is not sure that the seat stays theirs. */
const isToConfirm = ({ state, confirmBy, confirmedAt, attendance }: RosterPerson): boolean =>
  state === 'seated' && confirmBy !== undefined && confirmedAt === undefined && (attendance?.state ?? 'none') === 'none'

const toConfirm = ({ t, dateTime }: Locale, person: RosterPerson, { started }: ShiftPanelOptions) =>
  isToConfirm(person) && !started
    ? html`<span class="small line to-confirm">${icons.clock()} ${t.roster.confirm.by(dateTime(person.confirmBy!))}</span>`
    : nothing

/** Until the shift begins a seat may be somebody else's, unless its holder is there. */
function seatActions({ t }: Locale, person: RosterPerson, { board, busy, started, attendanceOf, on }: ShiftPanelOptions) {
  const { signUpId, name, state, orgId } = person
  if (!board.decides || started || isFulfilled({ state: knownOf(person, attendanceOf(person).words) })) return nothing
  const mayReplace = board.decides && state === 'seated' && orgId === board.organisation
  return html`${
      isToConfirm(person)
        ? html`<button
            type="button"
            class="button"
            data-confirm=${signUpId}
            ?disabled=${busy}
            aria-label=${`${t.roster.confirm.button}${t.colon}${name}`}
            @click=${() => on.confirm(person)}
          >
            ${t.roster.confirm.button}
          </button>`
        : nothing
    }
    ${
      mayReplace
        ? html`<button
            type="button"
            class="button quiet"
            ?disabled=${busy}
            aria-label=${t.roster.replaceLabel(name)}
            @click=${() => on.replace(person)}
          >
            ${t.roster.replace}
          </button>`
        : nothing
    }
    <button
      type="button"
      class="button quiet danger"
      ?disabled=${busy}
      aria-label=${t.roster.removeLabel(name)}
      @click=${() => on.doubt(signUpId)}
    >
      ${t.roster.remove}
    </button>`
}
