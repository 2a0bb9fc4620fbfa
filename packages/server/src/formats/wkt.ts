import type { Geometry } from '@wangge/core/grid/schema'
import { GridFileError, shown } from './grid-file.ts'

const AREA = /^\s*(?:SRID=\d+;)?\s*(POLYGON|MULTIPOLYGON)\s*(?:Z|M|ZM)?\s*(\(.*\))\s*$/is
const NUMBER = '[+-]?(?:\\d+\\.?\\d*|\\.\\d+)(?:e[+-]?\\d+)?'
const POSITION = new RegExp(`(${NUMBER})\\s+(${NUMBER})((?:\\s+${NUMBER}){0,2})`, 'gi')

/**
 * A polygon or multipolygon of well-known text (OGC 06-103r4 § 7); heights are left aside.
 * @throws GridFileError
 * @example readWkt('POLYGON ((0 0, 1 0, 1 1, 0 0))', 'line 2').type // 'Polygon'
 */
export function readWkt(text: string, where: string): Geometry {
  const [, type, body] = AREA.exec(text) ?? []
  const geometry = type && body ? coordinatesOf(body) : undefined
  const depth = type?.toUpperCase() === 'POLYGON' ? 2 : 3
  if (geometry === undefined || !isDeep(geometry, depth)) {
    throw new GridFileError(`${where}: expected a POLYGON or MULTIPOLYGON as well-known text, got ${shown(text)}`)
  }
  return { type: depth === 2 ? 'Polygon' : 'MultiPolygon', coordinates: geometry } as Geometry
}

/** The same brackets are JSON's, but for the commas inside a position. */
function coordinatesOf(body: string): unknown {
  const json = body.replace(POSITION, '[$1,$2]').replaceAll('(', '[').replaceAll(')', ']')
  try {
    return JSON.parse(
      json
        .replace(/([[,])([+-]?)\.(\d)/g, '$1$20.$3')
        .replace(/(\d)\.([,\]e])/gi, '$1$2')
        .replace(/([[,])\+/g, '$1'),
    )
  } catch (error) {
    if (error instanceof SyntaxError) return undefined
    throw error
  }
}

/** Whether there are rings of positions at that depth of arrays, and nothing else. */
function isDeep(value: unknown, depth: number): boolean {
  if (!Array.isArray(value)) return false
  if (depth > 0) return value.every((one) => isDeep(one, depth - 1))
  return value.length === 2 && value.every((one) => typeof one === 'number' && Number.isFinite(one))
}

export function toWkt({ type, coordinates }: Geometry): string {
  const walk = (value: unknown): string => {
    const list = value as unknown[]
    return typeof list[0] === 'number' ? list.join(' ') : `(${list.map(walk).join(', ')})`
  }
  return `${type.toUpperCase()} ${walk(coordinates)}`
}
