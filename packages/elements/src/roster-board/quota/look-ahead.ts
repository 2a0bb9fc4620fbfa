import type { QuotaPlan, QuotaPreviewView } from '@wangge/core/roster/schema'
import { failureWords } from '../../failure-words.ts'
import { refusalWords } from '../../refusal.ts'
import type { Words } from '../../strings.ts'
import type { Board } from '../board.ts'
import { editDays } from './plan-edits.ts'
import type { PlanEdit } from './plan-edits.ts'
import { previewSpans } from './preview-spans.ts'
import type { PreviewSpans, Span } from './preview-spans.ts'

export interface Looked {
  /** Of the days around each change; none where all of them are too far ahead. Undefined while no word has come. */
  previews?: readonly QuotaPreviewView[] | undefined
  /** Days whose change is in none of them. */
  unseen: Pick<PreviewSpans, 'omitted' | 'tooFar'>
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

interface Asked extends PreviewSpans {
  version: number
  plan: QuotaPlan
  today: string
}

const NOTHING = { omitted: [], tooFar: [] }

/** What the server says would come of a plan, asked once for each; the answer to an older one is not shown. */
export class LookAhead {
  private readonly board: Board
  private about = ''
  private looked: Looked = { isLooking: false, unseen: NOTHING }
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
    const days = editDays(edits, today)
    const about = JSON.stringify([version, plan, days, today])
    if (about !== this.about) {
      this.about = about
      this.looked = { isLooking: true, unseen: NOTHING }
      void this.look(about, { version, plan, today, ...previewSpans(days, today) })
    }
    return this.looked
  }

  private async look(about: string, asked: Asked) {
    const { client, host } = this.board
    const looked = client ? await this.ask(client, about, asked) : { isLooking: false, unseen: NOTHING }
    if (about !== this.about) return
    this.looked = looked
    host.requestUpdate()
  }

  /** One after the other: each is much work for the server, and the first that is refused is the last. */
  private async ask(
    client: NonNullable<Board['client']>,
    about: string,
    { version, plan, today, ...asked }: Asked,
  ): Promise<Looked> {
    const { locale } = this.board
    const { spans, ...unseen } = asked
    const previews: QuotaPreviewView[] = []
    // Where no day can be told, any week says whether the plan would be taken.
    const asking: readonly Partial<Span>[] = spans.length > 0 ? spans : [{ from: today }]
    try {
      for (const span of asking) {
        const result = await client.previewQuotaPlan({ version, plan, ...span })
        if (!result.ok) {
          const detail = 'detail' in result ? result.detail : {}
          if (result.reason === 'plan-changed') this.onOlder()
          return { refusal: refusalWords(locale, result.reason, detail), isLooking: false, unseen: NOTHING }
        }
        if (about !== this.about) break
        previews.push(result.preview)
      }
      return { previews: spans.length > 0 ? previews : [], unseen, isLooking: false }
    } catch (error) {
      return { refusal: failureWords(locale, error), isLooking: false, failed: true, unseen: NOTHING }
    }
  }
}
