import { expect } from '@open-wc/testing'
import type { PointList } from '@wangge/core/roster/schema'
import { ANY_POINT, pointsOf } from './points-shown.ts'

type Point = PointList['points'][number]

const point = (id: string, status: Point['status'], lastScore?: number): Point => ({
  ...{ id, name: { zh: `点位${id}`, en: `Point ${id}` }, gridId: 'g', status, teamIds: [] },
  ...(lastScore !== undefined && { lastScore }),
})

const POINTS = [
  point('a', 'pass', 95),
  point('b', 'unassessed'),
  point('c', 'fail', 60),
  point('d', 'pass', 80),
  point('e', 'fail', 40),
]
const ids = (points: Point[]) => points.map(({ id }) => id).join('')
const textsOf = ({ name }: Point) => `${name.zh} ${name.en}`

describe('points that are shown', () => {
  it('come with what failed first, the lowest score before others', () => {
    expect(ids(pointsOf(POINTS, ANY_POINT, textsOf))).to.equal('ecbda')
  })

  it('are those of a state, or of a text in whatever letters', () => {
    expect(ids(pointsOf(POINTS, { state: 'pass', text: '' }, textsOf))).to.equal('da')
    expect(ids(pointsOf(POINTS, { state: '', text: ' POINT a' }, textsOf))).to.equal('a')
    expect(ids(pointsOf(POINTS, { state: 'fail', text: '点位a' }, textsOf))).to.equal('')
  })
})
