import { readFile } from 'node:fs/promises'
import { GridFileError } from './grid-file.ts'

/** @throws GridFileError */
export async function readBytes(path: string): Promise<Uint8Array> {
  return readFile(path).catch((error: NodeJS.ErrnoException) => {
    throw new GridFileError(`${path}: expected a file that can be read, got ${error.code ?? error.message}`)
  })
}
