import { isSdkError } from '@wangge/core/errors'
import { fromTopology } from '@wangge/core/grid'
import type { Crs, Localized } from '@wangge/core/schema'
import { expectCrs, gridsOf } from './features.ts'
import type { FieldOptions } from './features.ts'
import { GridFileError } from './grid-file.ts'
import type { Read } from './grid-file.ts'

interface TopoJsonOptions extends FieldOptions {
  crs?: Crs | undefined
  layer?: string | undefined
}

/** The objects of a TopoJSON file, one after the other. @throws GridFileError */
export function readTopoJson(topology: object, file: string, options: TopoJsonOptions): Read {
  const { layer } = options
  const layers = layersOf(topology, layer, file)
  const features = Object.values(layers).flatMap((collection) => collection.features)
  const { grids, notes } = gridsOf(features, file, options)
  const own = (topology as { wangge?: { crs?: unknown } }).wangge?.crs
  const names = Object.keys(layers)
  return {
    grids,
    notes: [...(names.length > 1 ? [severalLayers(names)] : []), ...notes],
    ...(own === undefined ? {} : { declared: { crs: expectCrs(own, file), by: `the file's crs` } }),
  }
}

const severalLayers = (names: readonly string[]): Localized => ({
  zh: `读入全部 ${names.length} 个图层：${names.join('、')}（可用 --layer 只读一个）`,
  en: `All ${names.length} layers were read: ${names.join(', ')} (--layer reads one)`,
})

function layersOf(topology: object, layer: string | undefined, file: string) {
  try {
    return fromTopology(topology, layer === undefined ? {} : { objects: [layer] })
  } catch (error) {
    if (!isSdkError(error)) throw error
    throw new GridFileError(`${file}: ${error.message}`, { cause: error })
  }
}
