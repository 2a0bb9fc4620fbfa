import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { Locale } from '../locale.ts'

export type BoardCommand =
  'next' | 'previous' | 'first' | 'last' | 'select' | 'search' | 'list' | 'board' | 'map' | 'rates' | 'leave' | 'help'

const KEYS: Record<string, BoardCommand> = {
  j: 'next',
  ArrowDown: 'next',
  k: 'previous',
  ArrowUp: 'previous',
  Home: 'first',
  End: 'last',
  x: 'select',
  '/': 'search',
  '1': 'list',
  '2': 'board',
  '3': 'map',
  '4': 'rates',
  Escape: 'leave',
  '?': 'help',
}

/** Moves that belong to the lines alone; elsewhere these keys are the browser's. */
const IN_LINES: ReadonlySet<BoardCommand> = new Set(['next', 'previous', 'first', 'last', 'select'])

/**
 * What a key asks of the board; undefined where it is somebody else's: of whoever writes, or with a modifier. Letters count as
 * long as the focus is in the board, so that no page loses its own.
 */
export function commandOf(event: KeyboardEvent): BoardCommand | undefined {
  if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || event.isComposing) return undefined
  const command = KEYS[event.key]
  const target = event.composedPath()[0] as Element
  if (command === 'leave') return command
  if (target.matches('input:not([type=checkbox]), textarea, select')) return undefined
  const isInLines = target.closest('.lines') !== null
  // A letter moves from anywhere; an arrow scrolls where no line has the focus.
  if (command && IN_LINES.has(command) && !isInLines && event.key.length > 1) return undefined
  return command
}

const SHOWN: readonly [keys: readonly string[], words: keyof Locale['t']['board']['keyWords']][] = [
  [['↑', '↓', 'k', 'j'], 'move'],
  [['Enter'], 'open'],
  [['x'], 'select'],
  [['/'], 'search'],
  [['1', '2', '3', '4'], 'view'],
  [['Esc'], 'leave'],
  [['?'], 'help'],
]

export const keysView = ({ t }: Locale, close: () => void): TemplateResult =>
  html`<section class="keys" part="keys" aria-labelledby="keys-title">
    <header>
      <h3 id="keys-title" tabindex="-1">${t.board.keys}</h3>
      <button type="button" class="button quiet" aria-label=${t.board.close} @click=${close}>
        <span aria-hidden="true">×</span>
      </button>
    </header>
    <dl>
      ${SHOWN.map(
        ([keys, words]) =>
          html`<div>
            <dt>${keys.map((key) => html`<kbd>${key}</kbd>`)}</dt>
            <dd>${t.board.keyWords[words]}</dd>
          </div>`,
      )}
    </dl>
  </section>`
