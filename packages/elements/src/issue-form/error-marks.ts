import type { ReactiveControllerHost } from 'lit'
import type { FieldErrors } from '../form-fields.ts'
import type { Draft } from './draft/draft.ts'

const NONE: FieldErrors = new Map()
const PLACE = ['placeBy', 'grids', 'address', 'position', 'pin', 'coarse'] as const

/** What is to be mended in the form. A mark goes as soon as its field is right, and none comes before the person asks again. */
export class ErrorMarks {
  errors = NONE
  private readonly host: ReactiveControllerHost
  private readonly check: () => Promise<FieldErrors>
  /** Fields that were changed since the last check. */
  private changed = new Set<string>()
  private turn = 0

  /** `check` says what is wrong in the form as it is now. */
  constructor(host: ReactiveControllerHost, check: () => Promise<FieldErrors>) {
    this.host = host
    this.check = check
  }

  show(errors: FieldErrors) {
    this.turn += 1
    this.changed = new Set()
    this.errors = errors
    this.host.requestUpdate()
  }

  clear() {
    this.show(NONE)
  }

  /** The person, or this device, has changed something. */
  async follow(before: Draft, after: Draft): Promise<void> {
    for (const id of this.errors.keys()) if (isChanged(id, before, after)) this.changed.add(id)
    if (this.changed.size === 0) return
    const turn = (this.turn += 1)
    const wrong = await this.check().catch(() => this.errors)
    if (turn !== this.turn) return
    const left = [...this.errors].flatMap(([id, words]): [string, string][] => {
      const now = this.changed.has(id) ? wrong.get(id) : words
      return now === undefined ? [] : [[id, now]]
    })
    this.show(new Map(left))
  }
}

function isChanged(id: string, before: Draft, after: Draft): boolean {
  const differs = (key: keyof Draft) => before[key] !== after[key]
  if (id === 'place') return PLACE.some(differs)
  if (id === 'consent') return differs('agreed')
  if (id in after) return differs(id as keyof Draft)
  return differs('categoryId') || differs('attributes')
}
