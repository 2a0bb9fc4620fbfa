import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import { textArea } from '../form-fields.ts'
import { notice } from '../panels.ts'
import type { DeskActs } from './attendance-desk.ts'
import type { Board } from './board.ts'
import type { HostWord } from './host-words.ts'

const MOST_NOTE = 200

/** A host's word that the server takes once it is said why it comes only now: all else of it stands. */
export const isToBeNoted = ({ isRefused, problem }: HostWord): boolean =>
  isRefused && problem?.refusal?.reason === 'late-note-required'

export interface LateWordsOptions {
  words: readonly HostWord[]
  /** Of whom a word is; undefined where they are not in what is shown. */
  nameOf: (word: HostWord) => string | undefined
  discard: (id: string) => void
}

/** Words that came after their time: one note completes all of them, and nothing else is typed again. */
export class LateWords {
  private readonly board: Board
  private readonly desk: DeskActs
  private note = ''
  private error: string | undefined

  constructor(board: Board, desk: DeskActs) {
    this.board = board
    this.desk = desk
  }

  view({ words, nameOf, discard }: LateWordsOptions): unknown {
    if (words.length === 0) return nothing
    const { locale } = this.board
    const { t, dateTime, day } = locale
    const { times, late } = t.roster.attendance
    const recordBy = words[0]!.problem?.refusal?.detail?.['recordBy']
    const submit = (event: SubmitEvent) => {
      event.preventDefault()
      this.submit(words, nameOf)
    }
    const line = (word: HostWord) => {
      const said = `${nameOf(word) ?? late.somebody}${t.colon}${late.line[word.kind](dateTime(word.at))}`
      return html`<li>
        ${said}
        <button
          type="button"
          class="button quiet"
          data-discard=${word.id}
          aria-label=${`${late.discard}${t.colon}${said}`}
          @click=${() => discard(word.id)}
        >
          ${late.discard}
        </button>
      </li>`
    }
    return html`<form class="refused late-words" novalidate aria-labelledby="late-words-title" @submit=${submit}>
      <div role="alert" id="late-words-title">${notice('bad', late.title(words.length))}</div>
      <ul>
        ${words.map(line)}
      </ul>
      ${textArea(locale, {
        id: 'late-words-note',
        label: times.why,
        hint: typeof recordBy === 'string' ? times.whyHint(day(Date.parse(recordBy) - 1)) : late.hint,
        error: this.error,
        maxLength: MOST_NOTE,
        value: this.note,
        onInput: (value) => (this.note = value),
      })}
      <div class="actions">
        <button type="submit" class="button primary" ?disabled=${this.desk.busy}>${late.send}</button>
      </div>
    </form>`
  }

  private submit(words: readonly HostWord[], nameOf: LateWordsOptions['nameOf']) {
    const { board, desk } = this
    const { times, late } = board.locale.t.roster.attendance
    const note = this.note.trim()
    this.error = note === '' ? times.whyMissing : undefined
    if (this.error !== undefined) return void board.show(() => {}, '#late-words-note')
    const send = async (client: Client) => {
      // All are kept before any is waited for: without a connection they are sent in their order.
      const sent = []
      for (const word of words) sent.push({ word, result: await client.noteCheckIn({ id: word.id, note }) })
      this.note = ''
      let isDone = true
      for (const { word, result } of sent) isDone = (await desk.settle(client, result, nameOf(word) ?? late.somebody)) && isDone
      if (isDone) desk.tell(late.sent(words.length))
    }
    // Where a shift is open the desk says there what came of it.
    return void desk.act(send).then(() => board.show(() => {}, desk.chosen ? '#panel-news' : '#title'))
  }
}
