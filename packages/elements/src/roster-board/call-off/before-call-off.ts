import type { PreviewCancelInput } from '@wangge/core/client'
import type { CancelPreview, RosterWeek } from '@wangge/core/roster/schema'
import { failureWords } from '../../failure-words.ts'
import { refusalWords } from '../../refusal.ts'
import type { Words } from '../../strings.ts'
import type { Board } from '../board.ts'

export interface Counted {
  preview?: CancelPreview | undefined
  refusal?: Words | undefined
  isCounting: boolean
  /** No word came: it can be asked again. */
  failed?: boolean
}

/** How many shifts and sign-ups an order would concern, by the server's word, asked once for each; the answer to an older one is not shown. */
export class BeforeCallOff {
  private readonly board: Board
  private about = ''
  /** What was shown when it was asked: where that is read anew, somebody may have signed up. */
  private week: RosterWeek | undefined
  private counted: Counted = { isCounting: false }

  constructor(board: Board) {
    this.board = board
  }

  again() {
    this.about = ''
    this.board.host.requestUpdate()
  }

  at(order: PreviewCancelInput): Counted {
    const { week } = this.board
    const about = JSON.stringify(order)
    if (about === this.about && week === this.week) return this.counted
    this.about = about
    this.week = week
    this.counted = { isCounting: true }
    void this.count(order)
    return this.counted
  }

  private async count(order: PreviewCancelInput) {
    const pending = this.counted
    const counted = await this.ask(order)
    if (this.counted !== pending) return
    this.counted = counted
    this.board.host.requestUpdate()
  }

  private async ask(order: PreviewCancelInput): Promise<Counted> {
    const { client, locale } = this.board
    if (!client) return { isCounting: false }
    try {
      const result = await client.previewCancelShifts(order)
      if (result.ok) return { preview: result.preview, isCounting: false }
      const detail = 'detail' in result ? result.detail : {}
      return { refusal: refusalWords(locale, result.reason, detail), isCounting: false }
    } catch (error) {
      return { refusal: failureWords(locale, error), isCounting: false, failed: true }
    }
  }
}
