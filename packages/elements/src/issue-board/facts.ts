import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { holderOf } from '@wangge/core/issue'
import type { Category, Clock, StaffIssue } from '@wangge/core/issue/schema'
import { postName } from './action-form.ts'
import type { Desk } from './desk.ts'
import { publicationFact } from './publication-view.ts'

/** Where and when it was reported, whose hands it is in, and how its clocks stand. */
export function factsView(desk: Desk, issue: StaffIssue, categories: readonly Category[]): TemplateResult {
  const { locale } = desk
  const { board } = locale.t
  const { id, gridPath, placeText, createdAt, source, clocks = [], vacantPosts = [] } = issue
  const holder = holderOf(issue)
  // Whoever began without being told to.
  const starter =
    issue.state === 'handling' ? issue.history.filter(({ action }) => action === 'start').at(-1)?.actor.role : undefined
  const into = issue.state === 'merged' ? issue.history.filter(({ action }) => action === 'merge').at(-1)?.into : undefined
  return html`<dl class="facts" part="facts">
    ${fact(board.place, [desk.placeOf(gridPath), placeText].filter(Boolean).join(' · '))}
    ${fact(board.holder, holder ? postName(desk, holder, vacantPosts.includes(holder.gridId ?? '')) : starter ? board.roles[starter] : board.nobody)}
    ${fact(board.received, locale.dateTime(createdAt))} ${fact(board.source, board.sources[source])}
    ${attributeFacts(desk, issue, categories)}
    ${clocks.map((clock) => fact(clockName(desk, clock, clocks), clockWords(desk, clock)))} ${publicationFact(desk, issue, fact)}
    ${
      into === undefined
        ? nothing
        : fact(
            board.goesOn,
            html`<button type="button" class="button quiet" @click=${() => desk.open(into)}>
              ${desk.rowOf(into)?.description ?? into}
            </button>`,
          )
    }
    ${fact(board.number, html`<code>${id}</code>`)}
  </dl>`
}

const fact = (term: string, words: unknown) =>
  html`<div>
    <dt>${term}</dt>
    <dd>${words}</dd>
  </div>`

/** Where somebody else got it later, which time it was. */
const clockName = ({ locale: { t, number } }: Desk, { kind, period }: Clock, all: readonly Clock[]) =>
  all.some((other) => other.kind === kind && other.period !== period)
    ? t.board.clockOf(t.board.clocks[kind], number(period))
    : t.board.clocks[kind]

function clockWords({ locale }: Desk, { state, dueAt }: Clock): string {
  const { board } = locale.t
  const due = dueAt === undefined ? '' : board.due(locale.dateTime(dueAt))
  const how = {
    running: '',
    paused: board.paused,
    overdue: board.tones.overdue,
    met: board.met,
    missed: board.missed,
  }[state]
  return [how, due].filter(Boolean).join(' · ')
}

/** What the category asked for besides, in its own words of then. */
function attributeFacts({ locale }: Desk, { attributes, category, categoryId }: StaffIssue, categories: readonly Category[]) {
  const asked = (category ?? categories.find(({ id }) => id === categoryId))?.attributes ?? []
  return asked.flatMap(({ code, label, datatype, values = [] }) => {
    const value = attributes[code]
    if (value === undefined) return []
    const words = [value].flat().map((one) => {
      const known = values.find(({ key }) => key === String(one))
      if (known) return locale.text(known.name)
      return datatype === 'datetime' && typeof one === 'string' ? locale.dateTime(one) : String(one)
    })
    return [fact(locale.text(label), words.join(', '))]
  })
}
