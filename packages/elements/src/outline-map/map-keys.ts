import type { Position } from '@wangge/core/schema'
import { neighbour } from './outline-map.ts'
import type { Shape } from './outline-map.ts'

const DIRECTIONS: Record<string, Position> = { ArrowUp: [0, -1], ArrowDown: [0, 1], ArrowLeft: [-1, 0], ArrowRight: [1, 0] }

export interface MapKeysOptions {
  /** What has `data-id` in the drawing. */
  places: readonly Pick<Shape, 'id' | 'centre'>[]
  open: (id: string) => void
}

/** On a map that is one stop for Tab: arrow keys bring the focus to the place ahead, Enter and Space open the one that has it. */
export function onMapKey(event: KeyboardEvent, { places, open }: MapKeysOptions): void {
  const target = (event.target as Element).closest<SVGElement>('[data-id]')
  const id = target?.dataset['id']
  const direction = DIRECTIONS[event.key]
  if (!target || id === undefined || (!direction && event.key !== 'Enter' && event.key !== ' ')) return
  event.preventDefault()
  event.stopPropagation()
  if (!direction) return open(id)
  const next = neighbour(places, id, direction)
  if (next !== undefined) target.ownerSVGElement?.querySelector<SVGElement>(`[data-id="${CSS.escape(next)}"]`)?.focus()
}
