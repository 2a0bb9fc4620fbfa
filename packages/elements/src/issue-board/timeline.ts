import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Climb, PhotoRef, StaffIssue, Transition } from '@wangge/core/issue/schema'
import { stars } from '../stars.ts'
import { postsOf } from './action-draft.ts'
import { postName } from './action-form.ts'
import { correctionWords } from './correction-fields.ts'
import type { Desk } from './desk.ts'

type Pictures = (photos: readonly PhotoRef[]) => unknown

/** The step that last said that it is settled: its photos show how it looks now. */
export const settledBy = (history: readonly Transition[]): Transition | undefined =>
  history.filter(({ action }) => action === 'resolve').at(-1)

/** What happened, the latest first: who did what, when and why, with the photos that are not shown as before and after. */
export function timeline(desk: Desk, { history }: Pick<StaffIssue, 'history'>, pictures: Pictures): TemplateResult {
  const settled = settledBy(history)
  return html`<ol class="timeline" part="timeline">
    ${[...history].reverse().map((step) => stepView(desk, step, step === settled ? undefined : pictures))}
  </ol>`
}

function stepView(desk: Desk, step: Transition, pictures?: Pictures) {
  const { locale } = desk
  const { board, colon } = locale.t
  const {
    action,
    actor,
    at,
    reason,
    evidence = [],
    assignee,
    into,
    extension,
    until,
    climb,
    corrected,
    rating,
    vacant = [],
  } = step
  const target = into === undefined ? undefined : desk.rowOf(into)
  return html`<li class=${action}>
    <p>
      <b>${board.stepOf(action)}</b>
      <span class="small muted">${board.roles[actor.role]} · <time datetime=${at}>${locale.dateTime(at)}</time></span>
    </p>
    ${vacant.map((id) => html`<p class="small">→ ${vacantName(desk, id)}</p>`)}
    ${assignee ? html`<p class="small">→ ${desk.holderOf(assignee)}</p>` : nothing}
    ${extension ? html`<p class="small">+ ${locale.number(extension.amount)} ${board.units[extension.unit]}</p>` : nothing}
    ${until === undefined ? nothing : html`<p class="small">${board.suspendedUntil(locale.dateTime(until))}</p>`}
    ${corrected ? correctionWords(desk, corrected).map((words) => html`<p class="small">${words}</p>`) : nothing}
    ${climb ? html`<p class="small">${board.clocks[climb.clock]} → ${climbedTo(desk, climb)}</p>` : nothing}
    ${into === undefined ? nothing : html`<p class="small">→ ${target ? target.description : into}</p>`}
    ${rating === undefined ? nothing : html`<p class="rated small">${stars(rating)} ${locale.t.track.rated(rating)}</p>`}
    ${reason ? html`<p class="said"><span class="hidden-visually">${board.reason}${colon}</span>${reason}</p>` : nothing}
    ${evidence.length > 0 ? html`<p class="small muted">${board.photos(locale.number(evidence.length))}</p>` : nothing}
    ${evidence.length > 0 && action !== 'report' && pictures ? pictures(evidence) : nothing}
  </li>`
}

const climbedTo = (desk: Desk, { gridId, vacant }: Climb) =>
  vacant ? desk.locale.t.board.vacant(desk.gridName(gridId)) : desk.gridName(gridId)

/** Who would have been asked before: the post of a grid, or an organisation without a liaison; its id where it has no name here. */
function vacantName(desk: Desk, id: string): string {
  const { board } = desk.locale.t
  const [post] = desk.tree ? postsOf([id], desk.tree) : []
  if (post) return postName(desk, post, true)
  const liaison = desk.holderOf({ role: 'liaison', orgId: id })
  return board.vacant(liaison === board.roles.liaison ? id : liaison)
}
