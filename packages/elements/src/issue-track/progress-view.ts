import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { stageOf } from '@wangge/core/issue'
import type { Category, IssueStage, IssueTrack } from '@wangge/core/issue/schema'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'

const STAGES: readonly IssueStage[] = ['pending', 'handling', 'settled']

/** What it is about, and how far it is: the three stages that public counters speak of, and one sentence. */
export function progressView(locale: Locale, track: IssueTrack, category: Category | undefined, receipt: string): TemplateResult {
  const { t, text, dateTime } = locale
  const { state, createdAt, goesOn } = track
  const name = track.categoryName ?? category?.name
  // Of one that was merged the other is what there is to wait for.
  const stage = stageOf(goesOn?.state ?? state)
  return html`<div class="about">
      <h3 id="about" class="about-title" tabindex="-1">${name ? text(name) : t.issue.someCategory}</h3>
      <p class="small muted">${dateTime(createdAt)} · <span class="mono">${receipt}</span></p>
    </div>
    <div class="progress ${(goesOn?.state ?? state) === 'rejected' ? 'turned-away' : ''}" part="progress" role="status">
      <ol class="stages" aria-label=${t.track.stage}>
        ${STAGES.map(
          (one, at) =>
            html`<li class=${classOf(at, STAGES.indexOf(stage))} aria-current=${one === stage ? 'step' : 'false'}>
              <i aria-hidden="true">${at < STAGES.indexOf(stage) || stage === 'settled' ? '✓' : at + 1}</i>
              <span>${t.track.stages[one]}</span>
            </li>`,
        )}
      </ol>
      <p class="now">${t.track.now[state]}</p>
      ${goesOn ? html`<p>${t.track.goesOn(t.track.now[goesOn.state])}</p>` : nothing} ${promise(locale, track)}
    </div>`
}

const classOf = (at: number, now: number) => (at < now ? 'past' : at === now ? 'present' : 'to-come')

/** Until somebody has answered, what was promised of the first answer. */
function promise({ t, dateTime }: Locale, { state, terms, firstAnswer }: IssueTrack) {
  if (!terms || stageOf(state) !== 'pending') return nothing
  const { dueAt } = firstAnswer ?? {}
  const words = dueAt ? t.track.firstAnswerBy(dateTime(dueAt)) : t.track.firstAnswer(t.track.limit(terms.response))
  return html`<p class="small promise">${icons.clock()}${words}</p>`
}
