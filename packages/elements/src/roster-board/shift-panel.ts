import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Snapshot } from '@wangge/core/client'
import { isFulfilled } from '@wangge/core/roster'
import type { OrganisationPeople, RosterPerson, RosterWeek, SlotRole, TeamList } from '@wangge/core/roster/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice } from '../panels.ts'
import type { Words } from '../strings.ts'
import { timeBeside } from '../time-beside.ts'
import type { AttendanceOptions } from './attendance-view.ts'
import type { Board } from './board.ts'
import { candidates } from './candidates.ts'
import type { ChosenOptions } from './chosen-view.ts'
import { peopleList, releasedList } from './people-list.ts'
import { shiftTeams } from './teams/shift-teams.ts'
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
  /** The teams that answer for its point, without anybody's name, and with who is in them. */
  teams: { known: NonNullable<RosterWeek['teams']>; told: Snapshot<TeamList> }
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
    /** All of these too, as far as so many can be named at once. */
    chooseAll(personIds: readonly string[]): void
    /** Whose people are named from now on. */
    from(orgId: string): void
    doubt(signUpId: string): void
    remove(person: RosterPerson): void
    /** They have told whoever answers for them that they come. */
    confirm(person: RosterPerson): void
    /** Nobody: it stays as it is. */
    replace(person: RosterPerson | undefined): void
    retry(): void
    retryTeams(): void
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
    ${shiftTeams(locale, options)}
    <h4>${t.roster.onIt} <span class="muted small">${t.signup.seats(number(slot.seated), number(slot.capacity))}</span></h4>
    ${slot.people.length === 0 ? html`<p class="muted">${t.roster.nobody}</p>` : peopleList(locale, options)}
    ${releasedList(locale, options)}
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
