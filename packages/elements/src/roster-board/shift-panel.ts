import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import type { Snapshot } from '@wangge/core/client'
import { isFulfilled, MOST_NAMED } from '@wangge/core/roster'
import type { OrganisationPeople, RosterPerson, RosterWeek, SlotRole } from '@wangge/core/roster/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice, problem, skeleton } from '../panels.ts'
import { refusalOfOther } from '../refusal.ts'
import type { Words } from '../strings.ts'
import { timeBeside } from '../time-beside.ts'
import type { AttendanceOptions } from './attendance-view.ts'
import type { Board } from './board.ts'
import { chosenView } from './chosen-view.ts'
import type { ChosenOptions } from './chosen-view.ts'
import { DRAGGED } from './week/matrix.ts'
import { organisationField } from './organisation-field.ts'
import { peopleList } from './people-list.ts'
import { lacking } from './week/week-view.ts'
import type { BoardPost, BoardSlot } from './week/week-view.ts'

/** What came of naming somebody. */
export interface Named {
  personId: string
  name: string
  /** Absent where they are in. */
  refusal?: Words
  state?: RosterPerson['state']
  /** What they come as, where they come as something. */
  role?: SlotRole | undefined
}

export interface ShiftPanelOptions {
  slot: BoardSlot
  post: BoardPost
  place: string
  organisations: RosterWeek['organisations']
  board: Board
  people: Snapshot<OrganisationPeople>
  search: string
  /** Why somebody cannot come, as far as the week tells. */
  busyOf: (personId: string) => string | undefined
  named: readonly Named[]
  /** Those to be named or invited together, and as what. */
  chosen: ChosenOptions['chosen']
  role: ChosenOptions['role']
  refusal: Words | undefined
  busy: boolean
  /** Sign-up whose removal is to be confirmed. */
  doubted: string
  /** Whose seat is to be another's. */
  replaced: RosterPerson | undefined
  started: boolean
  /** Whether anybody can still be named for it. */
  isNameable: boolean
  /** What the host says of each, and what is known of it. */
  attendanceOf: (person: RosterPerson) => AttendanceOptions
  /** Something that was told and waits here for a connection. */
  kept: Words | undefined
  /** Something that is done; empty for nothing. */
  done: string
  /** Until when people check out of it; epoch milliseconds. */
  closes: number
  /** Who was dropped on a shift while something else was done; empty for nobody. */
  late: string
  /** Its check-in code, where it is theirs to show. */
  code: TemplateResult | undefined
  on: ChosenOptions['on'] & {
    close(): void
    search(text: string): void
    name(personId: string): void
    choose(personId: string, isChosen: boolean): void
    doubt(signUpId: string): void
    remove(person: RosterPerson): void
    /** They have told whoever answers for them that they come. */
    confirm(person: RosterPerson): void
    /** Nobody: it stays as it is. */
    replace(person: RosterPerson | undefined): void
    retry(): void
  }
}

/** One shift: who is on it, and whom to name for it. */
export function shiftPanel(locale: Locale, options: ShiftPanelOptions): TemplateResult {
  const { t, text, day, time, number } = locale
  const { slot, post, place, on } = options
  return html`<aside class="panel" part="panel" aria-labelledby="panel-title">
    <div class="panel-head">
      <h3 id="panel-title" tabindex="-1">${text(post.name)}</h3>
      <button type="button" class="button quiet" @click=${() => on.close()}>${t.roster.close}</button>
    </div>
    <p>${icons.calendar()} <b>${day(slot.startsAt)} ${time(slot.startsAt)}–${time(slot.endsAt)}</b></p>
    <p class="muted">${icons.place()} ${[t.signup.kinds[post.kind], post.schemeTag, place].filter(Boolean).join(' · ')}</p>
    ${calledOff(locale, options)} ${needs(locale, slot)} ${options.code} ${panelNews(locale, options)}
    <h4>${t.roster.onIt} <span class="muted small">${t.signup.seats(number(slot.seated), number(slot.capacity))}</span></h4>
    ${slot.people.length === 0 ? html`<p class="muted">${t.roster.nobody}</p>` : peopleList(locale, options)}
    ${!options.isNameable ? nothing : options.board.decides ? candidates(locale, options) : namedElsewhere(locale)}
    ${
      options.board.mayCallOff(slot)
        ? html`<div class="actions">
            <button
              type="button"
              id="call-off-one"
              class="button danger"
              ?disabled=${options.busy}
              @click=${() => options.board.callOff(slot.id)}
            >
              ${t.roster.callOff.openOne}
            </button>
          </div>`
        : nothing
    }
  </aside>`
}

/** Why it does not take place; where somebody had come, since when, and what of them. */
export function calledOff(locale: Locale, { slot, closes }: ShiftPanelOptions): unknown {
  if (!slot.cancelled) return nothing
  const { t, number } = locale
  const { calledOff: words } = t.roster.attendance
  const { calledOffAt, startsAt } = slot
  const reason = t.signup.duty.reasons[slot.cancelReason ?? 'other']
  const came = slot.people.filter(({ attendance }) => attendance && isFulfilled(attendance))
  if (calledOffAt === undefined || came.length === 0) return notice('wait', reason)
  const there = came.filter(({ attendance }) => attendance?.state === 'in')
  return notice(
    'wait',
    t.signup.duty.calledOff.title(reason, timeBeside(locale, calledOffAt, startsAt)),
    html`<p>
      ${words.came(number(came.length))}
      ${there.length > 0 ? words.there(number(there.length), timeBeside(locale, closes, startsAt)) : nothing}
    </p>`,
  )
}

/** What came of what was done last; read out. */
export function panelNews(locale: Locale, { refusal, kept, done, late, named }: ShiftPanelOptions): TemplateResult {
  const { tooSoon } = locale.t.roster
  return html`<div id="panel-news" role="status" tabindex="-1">
    ${refusal ? notice('bad', refusal.title, html`<p>${refusal.hint}</p>`) : nothing}
    ${kept ? notice('wait', kept.title, html`<p>${kept.hint}</p>`) : nothing} ${done ? notice('ok', done) : nothing}
    ${grouped(named).map((group) => namedNotice(locale, group))}
    ${late ? notice('wait', tooSoon.title(late), html`<p>${tooSoon.hint}</p>`) : nothing}
  </div>`
}

function needs({ t, number }: Locale, { mix = [], skills = [], minAge }: BoardSlot) {
  const words = [
    ...mix.map(({ role, need }) => `${t.roster.roles[role]} × ${number(need)}`),
    ...skills.map((skill) => t.roster.skill(skill)),
    ...(minAge === undefined ? [] : [t.roster.minAge(number(minAge))]),
  ]
  return words.length === 0
    ? nothing
    : html`<p class="needs">${words.map((word) => html`<span class="chip plain">${word}</span>`)}</p>`
}

/** Those of whom the same is to be told, together: of fifty people, nobody reads fifty notices. */
function grouped(named: readonly Named[]): Named[][] {
  const groups = new Map<string, Named[]>()
  for (const one of named) {
    const key = JSON.stringify([one.refusal, one.state, one.role])
    groups.set(key, [...(groups.get(key) ?? []), one])
  }
  return [...groups.values()]
}

function namedNotice({ t, tag }: Locale, group: readonly Named[]) {
  const { refusal, state = 'seated', role } = group[0]!
  const names = new Intl.ListFormat(tag).format(group.map(({ name }) => name))
  if (refusal) return notice('bad', `${names}${t.colon}${refusal.title}`, html`<p>${refusal.hint}</p>`)
  return notice('ok', t.roster.named(names, [t.signup.state[state], role && t.roster.roles[role]].filter(Boolean).join(' · ')))
}

/** Whose people they are, or the street, names them. */
const namedElsewhere = ({ t }: Locale) => html`<p class="muted" id="named-elsewhere">${t.roster.namedElsewhere}</p>`

/** People that the list shows before one searches. */
const SHOWN = 30

function candidates(locale: Locale, options: ShiftPanelOptions) {
  const { t, number } = locale
  const { slot, board, people, search, replaced, chosen, on } = options
  const closedOn = board.closedBy(slot.date)
  const closed = closedOn === undefined ? undefined : refusalOfOther(locale, 'organisation-closed', { closedOn })
  const wanted = search.trim().toLowerCase()
  const present = new Set(slot.people.map(({ personId }) => personId))
  const found = (people.data?.people ?? []).filter(
    ({ personId, name, staffNumber = '' }) =>
      !present.has(personId) &&
      (wanted === '' || name.toLowerCase().includes(wanted) || staffNumber.toLowerCase().includes(wanted)),
  )
  return html`${
    replaced
      ? html`<div class="panel-head">
          <h4 id="candidates-title" tabindex="-1">${t.roster.replacing(replaced.name)}</h4>
          <button type="button" class="button quiet" @click=${() => on.replace(undefined)}>${t.roster.replaceKeep}</button>
        </div>`
      : html`<h4 id="candidates-title" tabindex="-1">
            ${t.roster.nameSomebody}
            ${lacking(slot) === 0 ? html`<span class="muted small">${t.roster.willWait}</span>` : nothing}
          </h4>
          ${organisationField(board, slot.date)} ${closed ? notice('wait', closed.title, html`<p>${closed.hint}</p>`) : nothing}`
  }
  ${
    !board.organisation || closed
      ? nothing
      : people.data
        ? html`<div class="field">
              <label for="search">${t.roster.search}</label>
              <input
                id="search"
                type="search"
                autocomplete="off"
                .value=${search}
                @input=${(event: InputEvent) => on.search((event.target as HTMLInputElement).value)}
              />
            </div>
            ${
              found.length === 0
                ? html`<p class="muted">${wanted ? t.roster.noneFound : t.roster.noPeople}</p>`
                : html`<ul class="people candidates" part="candidates">
                      ${repeat(
                        found.slice(0, SHOWN),
                        ({ personId }) => personId,
                        (person) => candidate(locale, person, options),
                      )}
                    </ul>
                    ${found.length > SHOWN ? html`<p class="muted small">${t.roster.moreFound(number(found.length - SHOWN))}</p>` : nothing}
                    ${replaced ? nothing : html`<p class="muted small drag-hint">${t.roster.dragHint}</p>`}`
            }
            ${replaced || chosen.length === 0 ? nothing : chosenView(locale, options)}`
        : people.error
          ? problem(locale, people.error, () => on.retry())
          : skeleton(locale, 3)
  }`
}

function candidate(
  { t }: Locale,
  person: OrganisationPeople['people'][number],
  { busy, busyOf, replaced, chosen, on }: ShiftPanelOptions,
) {
  const { personId, name, staffNumber } = person
  const clash = busyOf(personId)
  const isChosen = chosen.some((one) => one.personId === personId)
  const who = html`<b>${name}</b> ${staffNumber ? html`<span class="small muted">${staffNumber}</span>` : nothing}
    ${clash ? html`<span class="small clash-words">${icons.alert()} ${clash}</span>` : nothing}`
  return html`<li
    draggable="true"
    @dragstart=${(event: DragEvent) => {
      event.dataTransfer?.setData(DRAGGED, personId)
      if (event.dataTransfer) event.dataTransfer.effectAllowed = 'copy'
    }}
  >
    ${
      replaced
        ? html`<div class="who">${who}</div>`
        : html`<label class="who">
            <input
              type="checkbox"
              data-choose=${personId}
              aria-label=${t.roster.several.choose([name, staffNumber].filter(Boolean).join(' '))}
              .checked=${live(isChosen)}
              ?disabled=${busy || (!isChosen && chosen.length >= MOST_NAMED)}
              @change=${(event: Event) => on.choose(personId, (event.target as HTMLInputElement).checked)}
            />
            <span>${who}</span>
          </label>`
    }
    ${
      chosen.length > 0 && !replaced
        ? nothing
        : html`<button
            type="button"
            class="button"
            ?disabled=${busy}
            aria-label=${replaced ? t.roster.replaceByLabel(name) : t.roster.nameLabel(name)}
            @click=${() => on.name(personId)}
          >
            ${replaced ? t.roster.replaceBy : t.roster.name}
          </button>`
    }
  </li>`
}
