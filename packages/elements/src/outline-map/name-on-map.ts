import type { Locale } from '../locale.ts'
import type { Shape } from './outline-map.ts'

/** A grid's name as a drawing of grids has it, where the level goes without saying, and about the room it takes there. */
export function nameOnMap({ t, text }: Locale, { name, level }: Pick<Shape, 'name' | 'level'>): { words: string; room: number } {
  const words = text(name).replace(new RegExp(`\\s*${t.levels[level]}$`), '') || text(name)
  return { words, room: [...words].reduce((sum, letter) => sum + (letter > '\u2e80' ? 25 : 13), 8) }
}
