import { html, nothing } from 'lit'
import type { TemplateResult } from 'lit'
import { isSdkError } from '@wangge/core/errors'
import type { IssueFileInput } from '@wangge/core/client'
import { ariaBool } from '../aria.ts'
import { giveFile } from '../give-file.ts'
import { notice } from '../panels.ts'
import type { Words } from '../strings.ts'
import { filterOf } from './board-state.ts'
import type { BoardState } from './board-state.ts'
import type { Desk } from './desk.ts'

type Format = IssueFileInput['format']
const FORMATS: readonly Format[] = ['xlsx', 'csv', 'geojson']

export interface FilePartOptions {
  state: () => BoardState
  /** How many the filter leaves, here and not; undefined while that is not known. */
  count: () => number | undefined
  /** For how many days what has ended is on the board. */
  ended: number
}

/** What the filter leaves, as a file from the server: it has all of it, and writes down that it left the house. */
export class FilePart {
  isOpen = false
  private readonly desk: Desk
  private readonly options: FilePartOptions
  private busy: Format | '' = ''
  private withWords = false
  private outcome: { tone: 'ok' | 'bad'; words: Words } | undefined

  constructor(desk: Desk, options: FilePartOptions) {
    this.desk = desk
    this.options = options
  }

  readonly toggle = () => {
    this.isOpen = !this.isOpen
    this.outcome = undefined
    this.desk.host.requestUpdate()
    void this.focus(this.isOpen ? '#files-title' : '#export')
  }

  private async focus(selector: string) {
    await this.desk.host.updateComplete
    this.desk.host.renderRoot.querySelector<HTMLElement>(selector)?.focus()
  }

  private readonly give = async (format: Format) => {
    const { client, locale, now } = this.desk
    if (!client || this.busy !== '') return
    const { ended, state } = this.options
    this.busy = format
    this.outcome = undefined
    this.desk.host.requestUpdate()
    try {
      const file = await client.issueFile({ format, ...filterOf(state()), ended, words: this.withWords, lang: locale.language })
      const name = `${locale.t.board.fileName(locale.dayKey(now))}.${format}`
      giveFile(file, name)
      this.outcome = { tone: 'ok', words: { title: locale.t.board.fileGiven(name), hint: '' } }
    } catch (error) {
      this.outcome = { tone: 'bad', words: this.whyNot(error) }
    } finally {
      this.busy = ''
      this.desk.host.requestUpdate()
    }
  }

  private whyNot(error: unknown): Words {
    const { t } = this.desk.locale
    if (!isSdkError(error)) throw error
    if (error.code === 'network') return t.board.fileOffline
    return error.problem === 'too-many-issues' ? t.board.fileTooLong : t.problemOf(error)
  }

  /** Opens the panel. */
  button(isKnown: boolean): TemplateResult {
    const { t } = this.desk.locale
    return html`<button
      type="button"
      class="button"
      id="export"
      aria-expanded=${ariaBool(this.isOpen)}
      ?disabled=${!isKnown}
      @click=${this.toggle}
    >
      ${t.board.export}
    </button>`
  }

  render(): TemplateResult | typeof nothing {
    if (!this.isOpen) return nothing
    const { t, number } = this.desk.locale
    const { outcome } = this
    const count = this.options.count()
    return html`<section class="files" part="files" aria-labelledby="files-title" aria-busy=${ariaBool(this.busy !== '')}>
      <header>
        <h3 id="files-title" tabindex="-1">${count === undefined ? t.board.filesUncounted : t.board.files(number(count))}</h3>
        <button type="button" class="button quiet" aria-label=${t.board.close} @click=${this.toggle}>
          <span aria-hidden="true">×</span>
        </button>
      </header>
      <label>
        <input
          type="checkbox"
          id="file-words"
          .checked=${this.withWords}
          @change=${(event: Event) => (this.withWords = (event.target as HTMLInputElement).checked)}
        />
        <span>${t.board.fileWords}</span>
      </label>
      <div class="formats">
        ${FORMATS.map(
          (format) =>
            html`<button
              type="button"
              class="button"
              data-format=${format}
              ?disabled=${this.busy !== ''}
              @click=${() => void this.give(format)}
            >
              ${this.busy === format ? t.board.fileComing : t.board.formats[format]}
            </button>`,
        )}
      </div>
      <p class="small muted">${t.board.fileHint}</p>
      <div role="status">
        ${outcome ? notice(outcome.tone, outcome.words.title, outcome.words.hint ? html`<p>${outcome.words.hint}</p>` : nothing) : nothing}
      </div>
    </section>`
  }
}
