// Dissolving children into their parents, beside GEOS: `node --expose-gc bench/dissolve.ts [--rounds 15]`. Ratios of processor
// time, medians of rounds in which all take turns. Before that, the outcomes are compared by area. Writes results/dissolve.json.
import { writeFileSync } from 'node:fs'
import { availableParallelism, cpus } from 'node:os'
import { parseArgs } from 'node:util'
import { gzipSync } from 'node:zlib'
import { dissolve } from '../packages/core/src/grid/dissolve/dissolve.ts'
import { toTopology } from '../packages/core/src/grid/topojson/to-topology.ts'
import { readRecords } from '../seeds/read-data.ts'
import { interleaved, rounded } from './coverage/measure.ts'
import { counties } from './coverage/sets.ts'
import { geosUnion } from './dissolve/peers.ts'
import type { Family } from './dissolve/peers.ts'

const { values: options } = parseArgs({ options: { rounds: { type: 'string', default: '15' } } })
const geos = await geosUnion()

interface Set {
  name: string
  grids: Family
  parentOf: (id: string) => string | undefined
}

const records = readRecords('grids').flatMap((record) => (record.geometry ? [{ ...record, geometry: record.geometry }] : []))
const parents = new Map(records.flatMap(({ id, parentId }) => (parentId === undefined ? [] : [[id, parentId] as const])))
const level = (name: string, upper: string): Set => ({
  name: `sample district, ${name} → ${upper}`,
  grids: records.filter((record) => record.level === name),
  parentOf: (id) => parents.get(id),
})
const subdistrict = records.find(({ level }) => level === 'subdistrict')!.id

// A county's number begins with that of its state; before it the place in the file.
const stateOf = (id: string) => id.split('-')[1]!.slice(0, 2)
const states = familiesOf({ name: '', grids: counties().grids, parentOf: stateOf })

const SETS: Set[] = [
  level('micro', 'estate'),
  level('estate', 'community'),
  level('community', 'subdistrict'),
  { ...level('micro', 'subdistrict'), parentOf: () => subdistrict },
  { name: 'us-atlas, counties → states', grids: states.flat(), parentOf: stateOf },
]

const verticesOf = (grids: Family) =>
  grids.reduce((sum, { geometry }) => sum + geometry.coordinates.flat(geometry.type === 'Polygon' ? 1 : 2).length, 0)

function familiesOf({ grids, parentOf }: Set): Family[] {
  const families = Map.groupBy(grids, ({ id }) => parentOf(id)!)
  return [...families].sort(([one], [other]) => (one < other ? -1 : 1)).map(([, family]) => family)
}

/** Spikes, which quantization left in us-atlas, are more than GEOS can unite; what it cannot is left out for both. */
function isUnitedByGeos(family: Family): boolean {
  try {
    geos.unite([family], 'GEOSUnaryUnion')
    geos.unite([family], 'GEOSCoverageUnion')
    return true
  } catch {
    return false
  }
}

function compare(whole: Set) {
  const every = familiesOf(whole)
  const families = every.filter(isUnitedByGeos)
  const set = { ...whole, grids: families.flat() }
  dissolve(whole.grids, whole.parentOf)
  const ours = dissolve(set.grids, set.parentOf)
  const differences = geos.unite(families, 'GEOSUnaryUnion').map((theirs, at) => geos.difference(ours[at]!.geometry, theirs))
  const loaded = geos.load(families)
  const figures = interleaved(
    { rounds: Number(options.rounds), warm: 5 },
    {
      ours: () => () => `${dissolve(set.grids, set.parentOf).length}`,
      GEOSUnaryUnion: () => () => `${geos.unite(families, 'GEOSUnaryUnion').length}`,
      GEOSCoverageUnion: () => () => `${geos.unite(families, 'GEOSCoverageUnion').length}`,
      'GEOSUnaryUnion, without reading and writing': () => () => `${geos.uniteLoaded(loaded, 'GEOSUnaryUnion')}`,
      'GEOSCoverageUnion, without reading and writing': () => () => `${geos.uniteLoaded(loaded, 'GEOSCoverageUnion')}`,
    },
  )
  const { ours: own, ...others } = figures
  const row = {
    name: set.name,
    grids: set.grids.length,
    parents: families.length,
    'parents that GEOS cannot unite, left out': every.length - families.length,
    vertices: verticesOf(set.grids),
    'ours, ms': own.cpu,
    'ours, very first call, ms': own.first,
    others: Object.fromEntries(
      Object.entries(others).map(([name, { cpu }]) => [name, { ms: cpu, '÷ ours': rounded(cpu / own.cpu) }]),
    ),
    'greatest symmetric difference, share of the area': Math.max(...differences.map(({ share }) => share)),
    'outlines that GEOS finds invalid': differences.filter(({ isValid }) => !isValid).length,
  }
  console.log(`${row.name}: ${row.grids} grids, ${row.vertices} vertices, ${row.parents} parents: ours ${own.cpu} ms`)
  for (const [name, other] of Object.entries(row.others)) console.log(`  ${name} ${other.ms} ms, ${other['÷ ours']} × ours`)
  console.log(
    `  differs by ${row['greatest symmetric difference, share of the area']} of the area at most, ${row['outlines that GEOS finds invalid']} invalid`,
  )
  return row
}

/** Bytes of the whole tree of the sample district. */
function wire() {
  const features = records.map(({ id, level, name, geometry }) => ({
    type: 'Feature',
    id,
    properties: { level, name },
    geometry,
  }))
  const bytes = (value: unknown) => {
    const text = JSON.stringify(value)
    return { raw: Buffer.byteLength(text), gzip: gzipSync(text).length }
  }
  const told = { properties: ({ name }: (typeof records)[number]) => ({ name }) }
  const geoJson = bytes({ type: 'FeatureCollection', features })
  const geometries = bytes(records.map(({ geometry }) => geometry))
  const share = (one: { raw: number; gzip: number }, of: { raw: number; gzip: number }) => ({
    ...one,
    'raw, share': rounded(one.raw / of.raw),
    'gzip, share': rounded(one.gzip / of.gzip),
  })
  const forms = {
    'GeoJSON with levels and names': geoJson,
    'TopoJSON, as it is': share(bytes(toTopology(records, told)), geoJson),
    'TopoJSON, 7 decimals, exact': share(bytes(toTopology(records, { ...told, decimals: 7 })), geoJson),
    'TopoJSON, quantization 1e5 (steps of some centimetres)': share(
      bytes(toTopology(records, { ...told, quantization: 1e5 })),
      geoJson,
    ),
    'geometries alone, GeoJSON': geometries,
    'geometries alone, TopoJSON, 7 decimals, exact': share(
      bytes(
        toTopology(
          records.map(({ geometry }) => ({ geometry })),
          { decimals: 7 },
        ),
      ),
      geometries,
    ),
  }
  for (const [name, figures] of Object.entries(forms)) console.log(name, figures)
  return forms
}

const results = {
  how:
    'Processor time, medians of interleaved rounds, from GeoJSON in memory to GeoJSON. geos-wasm: each family in one buffer of ' +
    'WKB, united, and read out by its own writer of GeoJSON; once more without reading and writing.',
  machine: `${cpus()[0]?.model.trim() ?? 'unknown'}, ${availableParallelism()} cores, Node ${process.version}`,
  sets: SETS.map(compare),
  wire: wire(),
}
writeFileSync(new URL('results/dissolve.json', import.meta.url), `${JSON.stringify(results, null, 2)}\n`)
