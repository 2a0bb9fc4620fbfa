import { expect } from '@open-wc/testing'
import type { GridOutlines } from '@wangge/core/grid/schema'
import type { Position } from '@wangge/core/schema'
import { drawOutlines, neighbour, shadeOf } from './outline-map.ts'

const square = (id: string, [x, y]: Position): GridOutlines['features'][number] => ({
  type: 'Feature',
  id,
  properties: { level: 'estate', name: { zh: id, en: id } },
  geometry: {
    type: 'Polygon',
    coordinates: [
      [
        [x, y],
        [x + 0.01, y],
        [x + 0.01, y + 0.01],
        [x, y + 0.01],
        [x, y],
      ],
    ],
  },
})
const outlines: GridOutlines = {
  type: 'FeatureCollection',
  features: [square('sw', [104, 30]), square('se', [104.01, 30]), square('nw', [104, 30.01]), square('ne', [104.01, 30.01])],
}

describe('outline map', () => {
  it('draws north up and shortens longitudes by the cosine of the latitude', () => {
    const map = drawOutlines(outlines)
    const centre = (id: string) => map?.shapes.find((shape) => shape.id === id)?.centre ?? [NaN, NaN]
    expect(centre('nw')[1]).to.be.lessThan(centre('sw')[1])
    expect(centre('se')[0]).to.be.greaterThan(centre('sw')[0])
    expect((map?.width ?? 0) / (map?.height ?? 1)).to.be.closeTo(Math.cos((30.01 * Math.PI) / 180), 0.01)
  })

  it('finds the position of a place in the drawing', () => {
    const { project, unproject } = drawOutlines(outlines)!
    for (const position of [
      [104, 30],
      [104.0123, 30.0045],
    ] as Position[])
      expect(unproject(project(position))).to.deep.equal(position)
  })

  it('has nothing to draw where there are no outlines', () => {
    expect(drawOutlines({ type: 'FeatureCollection', features: [] })).to.equal(undefined)
  })

  it('goes to the neighbour in a direction, and nowhere beyond the edge', () => {
    const shapes = drawOutlines(outlines)?.shapes ?? []
    expect(neighbour(shapes, 'sw', [1, 0])).to.equal('se')
    expect(neighbour(shapes, 'sw', [0, -1])).to.equal('nw')
    expect(neighbour(shapes, 'sw', [-1, 0])).to.equal(undefined)
    expect(neighbour(shapes, 'nobody', [1, 0])).to.equal(undefined)
  })

  it('keeps the lightest shade for none and the deepest for the most', () => {
    expect([0, 1, 25, 26, 50, 99, 100].map((count) => shadeOf(count, 100))).to.deep.equal([0, 1, 1, 2, 2, 4, 4])
    expect(shadeOf(0, 0)).to.equal(0)
    expect(shadeOf(1, 1)).to.equal(1)
  })
})
