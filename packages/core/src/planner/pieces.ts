import type { Piece } from './messages.ts'

/** Items of a list that are copied in one go: about a millisecond's work, which no frame is missed for. */
const LONGEST = 250

/**
 * Takes long lists out of a value, wherever they are in its objects, so that each is copied from one thread to another a piece at a
 * time and what shows the page comes in between. The value itself stays as it is.
 * @example cutUp({ problem: { version: 1, slots } }) // { body: { problem: { version: 1, slots: [] } }, pieces: [{ path: ['problem', 'slots'], items }, …] }
 */
export function cutUp(value: Record<string, unknown>): { body: Record<string, unknown>; pieces: Piece[] } {
  const pieces: Piece[] = []
  return { body: without(value, [], pieces), pieces }
}

/** Puts a piece's items behind those that are there already. The body is changed. */
export function putBack(body: Record<string, unknown>, { path, items }: Piece): void {
  let at: unknown = body
  for (const name of path) at = (at as Record<string, unknown>)[name]
  ;(at as unknown[]).push(...items)
}

function without(value: Record<string, unknown>, path: readonly string[], pieces: Piece[]): Record<string, unknown> {
  return Object.fromEntries(
    Object.entries(value).map(([name, part]) => {
      const here = [...path, name]
      if (Array.isArray(part) && part.length > LONGEST) {
        for (let from = 0; from < part.length; from += LONGEST)
          pieces.push({ path: here, items: part.slice(from, from + LONGEST) })
        return [name, []]
      }
      return [name, isRecord(part) ? without(part, here, pieces) : part]
    }),
  )
}

const isRecord = (value: unknown): value is Record<string, unknown> =>
  typeof value === 'object' && value !== null && !Array.isArray(value)
