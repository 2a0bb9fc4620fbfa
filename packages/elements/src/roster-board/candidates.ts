import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { live } from 'lit/directives/live.js'
import { repeat } from 'lit/directives/repeat.js'
import { MOST_NAMED } from '@wangge/core/roster'
import type { TeamsAtShift } from '@wangge/core/roster'
import type { OrganisationPeople } from '@wangge/core/roster/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'
import { notice, problem, skeleton } from '../panels.ts'
import { refusalOfOther } from '../refusal.ts'
import { chosenView } from './chosen-view.ts'
import { organisationField } from './organisation-field.ts'
import type { ShiftPanelOptions } from './shift-panel.ts'
import { teamsOn } from './teams/shift-teams.ts'
import { DRAGGED } from './week/matrix.ts'
import { lacking } from './week/week-view.ts'

type Person = OrganisationPeople['people'][number]

/** People that the list shows before one searches. */
const SHOWN = 30

/** Whom to name for a shift: of the teams that answer for its point first. */
export function candidates(locale: Locale, options: ShiftPanelOptions): TemplateResult {
  const { t } = locale
  const { slot, board, people, search, replaced, chosen, on } = options
  const closedOn = board.closedBy(slot.date)
  const closed = closedOn === undefined ? undefined : refusalOfOther(locale, 'organisation-closed', { closedOn })
  const wanted = search.trim().toLowerCase()
  const found = (people.data?.people ?? []).filter(
    ({ name, staffNumber = '' }) => name.toLowerCase().includes(wanted) || staffNumber.toLowerCase().includes(wanted),
  )
  const standing = teamsOn(options, found)
  const isNobody = standing.others.length === 0 && standing.teams.every((team) => team.candidates.length === 0)
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
              isNobody
                ? html`<p class="muted">${wanted ? t.roster.noneFound : t.roster.noPeople}</p>`
                : html`${groups(locale, standing, options)}
                  ${replaced ? nothing : html`<p class="muted small drag-hint">${t.roster.dragHint}</p>`}`
            }
            ${replaced || chosen.length === 0 ? nothing : chosenView(locale, options)}`
        : people.error
          ? problem(locale, people.error, () => on.retry())
          : skeleton(locale, 3)
  }`
}

/** Members of the teams under their team, and everybody else; all in one list where no team stands there. */
function groups(locale: Locale, { teams, others }: TeamsAtShift<Person>, options: ShiftPanelOptions) {
  const { t, number, text } = locale
  const { teams: words } = t.roster
  const told = options.teams.told.data?.teams ?? []
  const shown = others.slice(0, SHOWN)
  return html`${teams
    .filter((team) => team.candidates.length > 0)
    .map((team) => {
      const { name } = told.find(({ id }) => id === team.id)!
      const free = team.candidates.filter(({ personId }) => options.busyOf(personId) === undefined)
      return html`<div class="candidate-head">
          <h5 id="candidates-of-${team.id}">${words.membersOf(text(name), number(team.candidates.length))}</h5>
          ${
            options.replaced || free.length < 2
              ? nothing
              : html`<button
                  type="button"
                  class="button quiet"
                  data-choose-team=${team.id}
                  ?disabled=${options.busy}
                  @click=${() => options.on.chooseAll(free.map(({ personId }) => personId))}
                >
                  ${words.chooseAll(number(free.length))}
                </button>`
          }
        </div>
        ${list(locale, team.candidates, options, `candidates-of-${team.id}`)}`
    })}
  ${
    told.length > 0 && others.length > 0
      ? html`<div class="candidate-head"><h5 id="candidates-others">${words.others(number(others.length))}</h5></div>`
      : nothing
  }
  ${shown.length > 0 ? list(locale, shown, options, told.length > 0 ? 'candidates-others' : 'candidates-title') : nothing}
  ${others.length > SHOWN ? html`<p class="muted small">${t.roster.moreFound(number(others.length - SHOWN))}</p>` : nothing}`
}

const list = (locale: Locale, people: readonly Person[], options: ShiftPanelOptions, title: string) =>
  html`<ul class="people candidates" part="candidates" aria-labelledby=${title}>
    ${repeat(
      people,
      ({ personId }) => personId,
      (person) => candidate(locale, person, options),
    )}
  </ul>`

function candidate({ t }: Locale, person: Person, { busy, busyOf, replaced, chosen, on }: ShiftPanelOptions) {
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
