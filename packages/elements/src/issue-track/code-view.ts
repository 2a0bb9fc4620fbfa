import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { stageOf } from '@wangge/core/issue'
import type { Category, MyReport } from '@wangge/core/issue/schema'
import { textField } from '../form-fields.ts'
import { icons } from '../icons.ts'
import type { Locale } from '../locale.ts'

export interface CodeViewOptions {
  typed: string
  error: string | undefined
  own: readonly MyReport[]
  categoryOf: (id: string) => Category | undefined
  type: (text: string) => void
  look: () => void
  open: (receipt: string) => void
}

/** Which issue: by the code that was noted down, or one that was reported on this device. */
export function codeView(locale: Locale, options: CodeViewOptions): TemplateResult {
  const { t } = locale
  const { typed, error, own, type, look } = options
  const onSubmit = (event: SubmitEvent) => {
    event.preventDefault()
    look()
  }
  return html`<form class="code-form" part="code" novalidate @submit=${onSubmit}>
      ${textField(locale, {
        ...{ id: 'code', label: t.track.code, hint: t.track.codeHint, error, value: typed },
        autocapitalize: 'characters',
        onInput: type,
      })}
      <button type="submit" class="button primary">${icons.search()}${t.track.look}</button>
    </form>
    ${
      own.length === 0
        ? nothing
        : html`<section class="mine" part="mine" aria-labelledby="mine-title">
            <h3 id="mine-title" class="sub">${t.track.mine}</h3>
            <ul>
              ${own.map((report) => html`<li>${ownView(locale, report, options)}</li>`)}
            </ul>
          </section>`
    }`
}

function ownView({ t, text, dateTime }: Locale, report: MyReport, { categoryOf, open }: CodeViewOptions) {
  const { categoryId, createdAt, receipt, state, goesOn } = report
  const category = categoryOf(categoryId)
  const stage = stageOf(goesOn?.state ?? state)
  return html`<button type="button" class="own pick" @click=${() => open(receipt)}>
    <span class="what">
      <b class="post">${category ? text(category.name) : t.issue.someCategory}</b>
      <span class="small muted">${dateTime(createdAt)}</span>
    </span>
    <span class="chip ${CHIP[stage]}">${t.track.stages[stage]}</span>
    ${icons.chevron()}
  </button>`
}

const CHIP = { pending: 'wait', handling: '', settled: 'ok' } as const
