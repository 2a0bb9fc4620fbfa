import { readFile } from 'node:fs/promises'
import { join } from 'node:path'

/** A district's data: records by file name without `.json`, e.g. `grids`. Files may be missing. */
export type SeedData = Record<string, readonly object[]>

/**
 * Reads a folder of `<name>.json`, each `{ records: […] }`.
 * @throws Error naming the file that is not as expected; without `district.json` and `grids.json` there is no district
 */
export async function readSeedFolder(folder: string, names: readonly string[]): Promise<SeedData> {
  const data: SeedData = {}
  for (const name of names) {
    const path = join(folder, `${name}.json`)
    const text = await readFile(path, 'utf8').catch((error: NodeJS.ErrnoException) => {
      if (error.code === 'ENOENT' && name !== 'district' && name !== 'grids') return undefined
      throw new Error(`Expected a file ${path}: ${error.message}`)
    })
    if (text !== undefined) data[name] = recordsOf(path, text)
  }
  return data
}

function recordsOf(path: string, text: string): object[] {
  let file: unknown
  try {
    file = JSON.parse(text)
  } catch (error) {
    throw new Error(`Expected JSON in ${path}: ${(error as Error).message}`)
  }
  const { records } = (file ?? {}) as { records?: unknown }
  if (Array.isArray(records)) return records
  throw new Error(`Expected { "records": [ … ] } in ${path}, got ${text.slice(0, 40)}`)
}
