import { GridFileError } from './grid-file.ts'
import type { Declaration, Plane } from './projection.ts'

/** One bracketed node of well-known text: `NAME["text", 1, OTHER[…]]`. */
interface Node {
  name: string
  values: (string | number)[]
  nodes: Node[]
}

const NEAR_A_METRE = 0.01
const DEGREE = Math.PI / 180

/**
 * What a .prj (well-known text, OGC 01-009 and its ESRI dialect) declares: WGS 84 or CGCS2000, as degrees or on a
 * transverse Mercator plane of any zone. Other datums lie up to a hundred metres away and are refused by name.
 * @throws GridFileError
 */
export function readPrj(text: string, file: string): Declaration {
  const node = parseWkt(text, file)
  if (node.name === 'GEOGCS') return { crs: datumOf(node, file) }
  const geographic = node.nodes.find(({ name }) => name === 'GEOGCS')
  if (node.name !== 'PROJCS' || !geographic) throw unknown(file, `${node.name} ${String(node.values[0] ?? '')}`.trim())
  const datum = datumOf(geographic, file)
  return { crs: datum, plane: planeOf(node, datum, file) }
}

const unknown = (file: string, came: string) =>
  new GridFileError(
    `${file}: expected WGS 84 or CGCS2000, geographic or on Gauss–Krüger or UTM, got ${came}; convert the file with a GIS first`,
  )

const plain = (text: string) =>
  text
    .toLowerCase()
    .replace(/^d_/, '')
    .replace(/[^a-z0-9]/g, '')

const DATUMS: Record<string, 'wgs84' | 'cgcs2000'> = {
  wgs1984: 'wgs84',
  wgs84: 'wgs84',
  worldgeodeticsystem1984: 'wgs84',
  china2000: 'cgcs2000',
  cgcs2000: 'cgcs2000',
  chinageodeticcoordinatesystem2000: 'cgcs2000',
  chinesegeodeticcoordinatesystem2000: 'cgcs2000',
}

function datumOf(geographic: Node, file: string): 'wgs84' | 'cgcs2000' {
  const datum = geographic.nodes.find(({ name }) => name === 'DATUM')
  const name = String(datum?.values[0] ?? geographic.values[0] ?? 'no datum')
  const found = DATUMS[plain(name)]
  const spheroid = datum?.nodes.find((node) => node.name === 'SPHEROID')
  const isRound =
    Math.abs(Number(spheroid?.values[1]) - 6378137) < 0.5 && Math.abs(Number(spheroid?.values[2]) - 298.25722) < 0.001
  if (!found || !isRound) throw unknown(file, `the datum ${name} (${String(geographic.values[0])})`)
  const meridian = Number(geographic.nodes.find((node) => node.name === 'PRIMEM')?.values[1] ?? 0)
  const unit = Number(geographic.nodes.find((node) => node.name === 'UNIT')?.values[1] ?? DEGREE)
  const isPlain = meridian === 0 && Math.abs(unit - DEGREE) < 1e-9
  if (!isPlain)
    throw unknown(file, `degrees that are not counted from Greenwich, or not degrees (${String(geographic.values[0])})`)
  return found
}

const METHODS = ['gausskruger', 'transversemercator']
const PARAMETERS = {
  centralMeridian: ['centralmeridian', 'longitudeoforigin', 'longitudeofcenter'],
  originLatitude: ['latitudeoforigin'],
  scale: ['scalefactor'],
  falseEasting: ['falseeasting'],
  falseNorthing: ['falsenorthing'],
} as const

function planeOf(node: Node, datum: 'wgs84' | 'cgcs2000', file: string): Plane {
  const method = String(node.nodes.find(({ name }) => name === 'PROJECTION')?.values[0] ?? 'no projection')
  if (!METHODS.includes(plain(method))) throw unknown(file, `the projection ${method} (${String(node.values[0])})`)
  const unit = Number(node.nodes.find(({ name }) => name === 'UNIT')?.values[1] ?? 1)
  if (Math.abs(unit - 1) > NEAR_A_METRE) throw unknown(file, `coordinates that are not metres (${String(node.values[0])})`)
  const given = new Map(
    node.nodes
      .filter(({ name }) => name === 'PARAMETER')
      .map(({ values }) => [plain(String(values[0])), Number(values[1])] as const),
  )
  const parameter = (key: keyof typeof PARAMETERS, usual?: number): number => {
    const name = PARAMETERS[key].find((one) => given.has(one))
    const value = name === undefined ? usual : given.get(name)
    if (value !== undefined && Number.isFinite(value)) return value
    throw new GridFileError(`${file}: expected the parameter ${PARAMETERS[key][0]} of ${String(node.values[0])}, got nothing`)
  }
  return {
    datum,
    centralMeridian: parameter('centralMeridian'),
    originLatitude: parameter('originLatitude', 0),
    scale: parameter('scale', 1),
    falseEasting: parameter('falseEasting'),
    falseNorthing: parameter('falseNorthing', 0),
  }
}

const TOKEN = /\s*(?:"((?:[^"]|"")*)"|([+-]?\d[\d.eE+-]*)|([A-Za-z_][A-Za-z0-9_]*)|([[\](),]))/y

/** @throws GridFileError */
function parseWkt(text: string, file: string): Node {
  const root: Node = { name: '', values: [], nodes: [] }
  const open = [root]
  let word = ''
  TOKEN.lastIndex = 0
  for (let found = TOKEN.exec(text); found; found = TOKEN.exec(text)) {
    const [, quoted, number, name, mark] = found
    const at = open.at(-1)!
    if (quoted !== undefined) at.values.push(quoted.replaceAll('""', '"'))
    else if (number !== undefined) at.values.push(Number(number))
    else if (name !== undefined) word = name.toUpperCase()
    else if (mark === '[' || mark === '(') {
      const node = { name: word, values: [], nodes: [] }
      at.nodes.push(node)
      open.push(node)
    } else if ((mark === ']' || mark === ')') && open.length > 1) open.pop()
  }
  const [node] = root.nodes
  if (node && open.length === 1) return node
  throw new GridFileError(`${file}: expected a coordinate system as well-known text, got ${JSON.stringify(text.slice(0, 60))}`)
}
