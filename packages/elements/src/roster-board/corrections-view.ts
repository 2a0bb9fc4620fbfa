import { html, nothing } from 'lit'
import type { Client } from '@wangge/core/client'
import type { CorrectionList } from '@wangge/core/roster/schema'
import { CommandController } from '../controllers/command-controller.ts'
import { ResourceController } from '../controllers/resource-controller.ts'
import { blank, freshness, problem, skeleton } from '../panels.ts'
import type { Board } from './board.ts'
import { CorrectionsPart } from './corrections-part.ts'

/** 记录更正: what waits for the word of whoever recorded the service, the community or the street. */
export class CorrectionsView {
  private readonly board: Board
  private readonly list: ResourceController<CorrectionList>
  private readonly part: CorrectionsPart

  constructor(board: Board, isShown: () => boolean) {
    this.board = board
    this.list = new ResourceController(
      board.host,
      () => [board.client, isShown() ? `of ${board.gridId}` : ''],
      (client: Client) => client.corrections(board.gridId || undefined),
    )
    const commands = new CommandController(board.host, () => board.locale)
    this.part = new CorrectionsPart(board, commands, () => this.list.refresh())
  }

  render(): unknown {
    const { locale } = this.board
    const words = locale.t.roster.corrections
    const { data, snapshot } = this.list
    if (!data) return snapshot.error ? problem(locale, snapshot.error, () => void this.list.refresh()) : skeleton(locale, 3)
    return html`<p class="small muted">${words.hint}</p>
      ${this.part.render(data.corrections)} ${data.corrections.length === 0 ? blank(words.none, words.noneHint) : nothing}
      ${freshness(locale, snapshot, data.asOf)}`
  }
}
