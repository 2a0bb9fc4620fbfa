import type { QuotaPlan, QuotaPreviewView } from '@wangge/core/roster/schema'
import { failureWords } from '../../failure-words.ts'
import { refusalWords } from '../../refusal.ts'
import type { Words } from '../../strings.ts'
import type { Board } from '../board.ts'
import { firstDayOf } from './plan-edits.ts'
import type { PlanEdit } from './plan-edits.ts'

export interface Looked {
  preview?: QuotaPreviewView | undefined
  refusal?: Words | undefined
  isLooking: boolean
  /** No word came: it can be asked again. */
  failed?: boolean
}

interface Wanted {
  /** Of the plan that holds. */
  version: number
  plan: QuotaPlan
  edits: readonly PlanEdit[]
  today: string
}

/** What the server says would come of a plan, asked once for each; the answer to an older one is not shown. */
export class LookAhead {
  private readonly board: Board
  private about = ''
  private looked: Looked = { isLooking: false }
  private readonly onOlder: () => void

  /** @param onOlder another plan holds by now */
  constructor(board: Board, onOlder: () => void) {
    this.board = board
    this.onOlder = onOlder
  }

  again() {
    this.about = ''
    this.board.host.requestUpdate()
  }

  at({ version, plan, edits, today }: Wanted): Looked {
    const about = JSON.stringify([version, plan, today])
    if (about !== this.about) {
      this.about = about
      this.looked = { isLooking: true }
      void this.look(about, { version, plan, from: firstDayOf(edits, today) })
    }
    return this.looked
  }

  private async look(about: string, asked: { version: number; plan: QuotaPlan; from: string }) {
    const { client, host } = this.board
    const looked = client ? await this.ask(() => client.previewQuotaPlan(asked)) : { isLooking: false }
    if (about !== this.about) return
    this.looked = looked
    host.requestUpdate()
  }

  private async ask(send: () => ReturnType<NonNullable<Board['client']>['previewQuotaPlan']>): Promise<Looked> {
    const { locale } = this.board
    try {
      const result = await send()
      if (result.ok) return { preview: result.preview, isLooking: false }
      const detail = 'detail' in result ? result.detail : {}
      if (result.reason === 'plan-changed') this.onOlder()
      return { refusal: refusalWords(locale, result.reason, detail), isLooking: false }
    } catch (error) {
      return { refusal: failureWords(locale, error), isLooking: false, failed: true }
    }
  }
}
