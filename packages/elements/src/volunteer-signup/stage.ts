import type { LitElement, TemplateResult } from 'lit'
import type { Client, GivenConsent } from '@wangge/core/client'
import type { GridRecord } from '@wangge/core/grid/schema'
import type { OutboxEntry } from '@wangge/core/ports'
import type { SignUpPolicy, SlotRole, SlotView } from '@wangge/core/roster/schema'
import type { Locale } from '../locale.ts'
import type { MySignUp } from './my-sign-ups.ts'

/** What the element lends to its parts. */
export interface Stage {
  /** Rendered again where a part changes; speaks for its parts. */
  readonly host: LitElement
  readonly client: Client | undefined
  readonly locale: Locale
  readonly org: string
  /** Epoch milliseconds; the element is rendered again as it goes on. */
  readonly now: number
  readonly policy: SignUpPolicy | undefined
  /** Whether there is somebody whose duties and hours can be shown. */
  readonly isKnown: boolean
  /** The person's own. */
  readonly mine: readonly MySignUp[]
  /** What waits on this device, and what was refused. */
  readonly entries: readonly OutboxEntry[]
  /** Whether what waits here outlives the page. */
  readonly isDurable: boolean
  /** The grid in which the organisation is at home. */
  readonly home: string | undefined
  /** Slots of the week, as far as they are known. */
  readonly slots: readonly SlotView[]
  slotOf(id: string): SlotView | undefined
  /** From the root to a grid; empty while the grids are not known. */
  pathOf(gridId: string | undefined): readonly GridRecord[]
  /** Where its post is, root first. */
  placeOf(slot: SlotView): string
  /** Whether the rules of time still let one sign up. */
  isOpen(slot: SlotView): boolean
  /** What a sign-up would come to, as far as it is known here; as a role, where one is wanted. */
  prospectOf(slot: SlotView, role?: SlotRole): 'seat' | 'wait' | 'full'
  /** In whose name one signs up, or why nobody can. */
  whoIsHere(): TemplateResult
  /** The district's words and the tick under them; one form at a time. */
  agreement(error: string | undefined): TemplateResult
  /** What was ticked. */
  given(): GivenConsent
  /** Takes the tick back, for another form. */
  forgetAgreement(): void
  /** The person has opened one of their duties, or a swap: what is new of it is seen. */
  opened(id: string): void
  /** Cancels a sign-up for good, or takes out one that was not sent; false where it is on its way just now. */
  cancel(own: MySignUp): Promise<boolean>
  /** Changes something, then takes the focus there. */
  show(change: () => void, focus: string): Promise<void>
}
