import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { freshness, notice } from '../panels.ts'
import type { BoardData, Found } from './board-data.ts'
import type { Desk } from './desk.ts'

export interface StatusLineOptions {
  /** Whether what others do is heard of at once. */
  isLive: boolean
  selectAll: () => void
}

/** How many are shown, of how many, and whether what is shown is what there is. */
export function statusLine(desk: Desk, data: BoardData, { isLive, selectAll }: StatusLineOptions): TemplateResult {
  const { locale } = desk
  const { t } = locale
  const { rows, snapshot, found } = data
  return html`${found.state === 'part' ? notice('wait', t.board.truncated) : nothing}
    <div class="status-line small muted">
      <p role="status" id="found">${foundWords(desk, rows.length, found)}</p>
      ${
        rows.length > 0
          ? html`<button type="button" class="button quiet" id="select-all" @click=${selectAll}>${t.board.selectAll}</button>`
          : nothing
      }
      <span class="line-state ${isLive ? 'live' : ''}">${isLive ? t.board.live : t.board.notLive}</span>
      ${snapshot.error ? freshness(locale, snapshot) : nothing}
    </div>`
}

function foundWords({ locale: { t, number } }: Desk, shown: number, found: Found): string {
  const words = t.board
  if (found.state === 'part') return words.foundOf(number(shown), number(found.of))
  if (found.state === 'asking') return words.foundYet(number(shown))
  return found.state === 'missed' ? words.foundHere(number(shown)) : words.found(number(shown))
}

/** The way to those that are not here yet; where no more come at once, that there are others. */
export function furtherView({ locale: { t } }: Desk, { found, further }: BoardData): TemplateResult | typeof nothing {
  if (found.state !== 'part') return nothing
  if (!found.canAsk) return html`<p class="small muted">${t.board.narrow}</p>`
  return html`<button type="button" class="button quiet more" id="further" @click=${further}>${t.board.further}</button>`
}
