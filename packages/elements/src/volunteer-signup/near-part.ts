import { html } from 'lit'
import type { TemplateResult } from 'lit'
import type { SlotView } from '@wangge/core/roster/schema'
import type { Position } from '@wangge/core/schema'
import { ariaBool } from '../aria.ts'
import { selectField } from '../form-fields.ts'
import { icons } from '../icons.ts'
import { distanceWords, metresTo } from './distance.ts'
import { findPosition } from './find-position.ts'
import type { Stage } from './stage.ts'

/** Metres within which one may look: on foot, by bicycle, by bus. */
const REACHES = [500, 1000, 2000, 5000] as const
/** Beyond it nobody is in the sub-district. */
const FAR_M = 10_000

/** Where the person is, and how far they would go. */
export interface Near {
  position: Position
  /** Metres; absent for any distance. */
  reach?: number
}

type State = { name: 'off' | 'finding' | 'failed' } | ({ name: 'on' } & Near)

/** Shifts by their distance from the person: nearest first, and within a distance. */
export class NearPart {
  private readonly stage: Stage
  private readonly changed: (isFound: boolean) => void
  private state: State = { name: 'off' }

  /** @param changed told of each change, and whether a position was found by it */
  constructor(stage: Stage, changed: (isFound: boolean) => void) {
    this.stage = stage
    this.changed = changed
  }

  /** Undefined where distances are not asked for, or not known. */
  get near(): Near | undefined {
    return this.state.name === 'on' ? this.state : undefined
  }

  get hasFailed(): boolean {
    return this.state.name === 'failed'
  }

  /** Those within the distance; all, where none is asked for. */
  within(slots: readonly SlotView[]): readonly SlotView[] {
    const { near } = this
    const { reach } = near ?? {}
    return near && reach !== undefined ? slots.filter((slot) => metresTo(near.position, slot) <= reach) : slots
  }

  /** Nearest first; of one distance as they come. */
  sorted(slots: readonly SlotView[]): readonly SlotView[] {
    const { near } = this
    if (!near) return slots
    const metres = new Map(slots.map((slot) => [slot.id, metresTo(near.position, slot)]))
    // Posts without a place are infinitely far, and their difference is no number.
    return [...slots].sort((a, b) => compare(metres.get(a.id)!, metres.get(b.id)!))
  }

  button(): TemplateResult {
    const { t } = this.stage.locale
    const { name } = this.state
    return html`<button
      type="button"
      class="button near"
      id="near"
      aria-pressed=${ariaBool(name === 'on')}
      ?disabled=${name === 'finding'}
      @click=${() => void this.toggle()}
    >
      ${icons.place()}${name === 'finding' ? t.signup.nearFinding : t.signup.near}
    </button>`
  }

  reachField(): TemplateResult | undefined {
    const { near } = this
    const { locale } = this.stage
    const { t } = locale
    if (!near) return undefined
    const choose = (value: string) => {
      const { position } = near
      this.become({ name: 'on', position, ...(value && { reach: Number(value) }) })
    }
    return selectField(locale, {
      id: 'reach',
      label: t.signup.reach,
      optional: false,
      value: near.reach === undefined ? '' : String(near.reach),
      placeholder: t.signup.anyReach,
      choices: REACHES.map((metres) => ({ value: String(metres), label: t.signup.within(distanceWords(locale, metres)) })),
      onChange: choose,
    })
  }

  words(slots: readonly SlotView[]): string {
    const { t } = this.stage.locale
    const { near } = this
    if (this.hasFailed) return t.signup.nearFailed
    if (!near) return ''
    const nearest = Math.min(...slots.map((slot) => metresTo(near.position, slot)))
    return nearest > FAR_M ? t.signup.nearOutside : t.signup.nearHint
  }

  /** Asked for on a tap only, and never sent anywhere. */
  private async toggle() {
    if (this.near) return this.become({ name: 'off' })
    this.become({ name: 'finding' })
    const found = await findPosition()
    this.become(found ? { name: 'on', position: found.position } : { name: 'failed' }, found !== undefined)
  }

  private become(state: State, isFound = false) {
    this.state = state
    this.changed(isFound)
  }
}

const compare = (one: number, other: number): number => (one === other ? 0 : one - other)
