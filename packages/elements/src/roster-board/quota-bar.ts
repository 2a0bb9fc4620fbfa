import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import type { Quota } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'

interface QuotaLine {
  id: string
  name: string
  due: number
  assigned: number
  sentence: string
  /** Local date from which on it is closed. */
  closedOn?: string | undefined
}

/** Committees or organisations that are shown at first. */
const SHOWN = 6

/**
 * What is owed this week and what is named: an organisation's own line, or, for who sees many, all together and the committees
 * that lack most.
 */
export function quotaBar(locale: Locale, quota: Quota, { open, toggle }: { open: boolean; toggle: () => void }): TemplateResult {
  const { t } = locale
  const { organisations, committees } = quota
  const [only, ...others] = organisations
  if (!only) return html``
  if (others.length === 0)
    return html`<div class="quota" part="quota">${lineView(locale, ofOrganisation(locale, only), true)}</div>`
  const all = {
    id: '',
    name: t.roster.everybody,
    due: sum(organisations, ({ due }) => due),
    assigned: sum(organisations, ({ assigned }) => assigned),
    sentence: '',
  }
  const lines: QuotaLine[] =
    committees.length > 1
      ? committees.map(({ superiorId = '', name, due, assigned, sentence }) => ({
          ...{
            id: superiorId,
            name: name ? locale.text(name) : t.roster.noSuperior,
            due,
            assigned,
            sentence: locale.text(sentence),
          },
        }))
      : organisations.map((one) => ofOrganisation(locale, one))
  const most = lines.filter(({ due }) => due > 0).sort((one, other) => lack(other) - lack(one) || (one.id < other.id ? -1 : 1))
  const shown = open ? most : most.slice(0, SHOWN)
  return html`<div class="quota" part="quota">
    ${lineView(locale, { ...all, sentence: t.roster.quotaOf(locale.number(all.due), locale.number(all.assigned)) }, true)}
    <ul class="quota-lines">
      ${shown.map((line) => html`<li>${lineView(locale, line, false)}</li>`)}
    </ul>
    ${
      most.length > SHOWN
        ? html`<button type="button" class="button quiet small" aria-expanded=${open ? 'true' : 'false'} @click=${toggle}>
            ${open ? t.roster.fewer : t.roster.allOf(locale.number(most.length))}
          </button>`
        : nothing
    }
  </div>`
}

const ofOrganisation = (
  { text }: Locale,
  { orgId, name, due, assigned, sentence, closedOn }: Quota['organisations'][number],
): QuotaLine => ({
  ...{ id: orgId, name: text(name), due, assigned, sentence: text(sentence), closedOn },
})

const lack = ({ due, assigned }: QuotaLine): number => due - assigned

const sum = <T>(list: readonly T[], of: (one: T) => number): number => list.reduce((all, one) => all + of(one), 0)

function lineView({ number, t }: Locale, line: QuotaLine, isWhole: boolean): TemplateResult {
  const { name, due, assigned, sentence, closedOn } = line
  const share = due === 0 ? 1 : Math.min(1, assigned / due)
  const tone = share === 1 ? 'full' : assigned === 0 ? 'empty' : 'part'
  return html`<div class="quota-line ${isWhole ? 'whole' : ''}">
    <span class="quota-name"
      >${name}${closedOn === undefined ? nothing : html` <span class="quota-closed small muted">${t.roster.closedFrom(closedOn)}</span>`}</span
    >
    <svg class="quota-share ${tone}" viewBox="0 0 100 6" preserveAspectRatio="none" aria-hidden="true">
      <rect class="ground" width="100" height="6" rx="3"></rect>
      <rect class="share" width=${share * 100} height="6" rx="3"></rect>
    </svg>
    <span class="quota-words">${isWhole && sentence ? sentence : `${number(assigned)} / ${number(due)}`}</span>
  </div>`
}
