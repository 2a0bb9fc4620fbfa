import { readFile } from 'node:fs/promises'
import { UsageError } from './usage-error.ts'

/**
 * What a JSON file says, as whoever calls has yet to check.
 * @param verb for the error, e.g. `calendar import`
 * @throws UsageError where no file is named, there is none, or it is no JSON
 */
export async function readJson(verb: string, file: string | undefined): Promise<unknown> {
  if (file === undefined || file.startsWith('-')) throw new UsageError(`${verb}: expected a file, got nothing`)
  try {
    return JSON.parse(await readFile(file, 'utf8'))
  } catch (error) {
    throw new UsageError(`${verb}: expected a JSON file, got ${file}: ${(error as Error).message}`)
  }
}
