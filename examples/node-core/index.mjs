import { readFileSync } from 'node:fs'
import { checkCoverage, createGridTree, createLocator } from '@wangge/core/grid'

const { records } = JSON.parse(readFileSync(new URL('../../seeds/data/grids.json', import.meta.url), 'utf8'))
const built = createGridTree(records)
if (!built.ok) throw new Error(`The grids are no tree: ${JSON.stringify(built.problems[0])}`)
const micros = records.filter((grid) => grid.level === 'micro')
const id = createLocator(micros, { crs: 'wgs84' }).locate([104.06, 30.57])
const names = built.tree.path(id).map((grid) => grid.name.zh)
console.log(`${records.length} grids; 104.06 E 30.57 N lies in ${names.join(' › ')}`)

const { findings } = checkCoverage(records, { crs: 'wgs84' })
console.log(
  findings.length === 0 ? 'Their borders are clear: 没有空白，没有交叉重叠' : findings.map(({ hint }) => hint.en).join('\n'),
)
