import { mkdir, open, rename, rm } from 'node:fs/promises'
import { dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { expectKey, PhotoStoreError } from './photo-store.ts'
import type { PhotoStore } from './photo-store.ts'

/**
 * A directory of this machine, or one that all machines of the district share. A file has its name once it is whole and on
 * the disk; only the server's account reads it.
 */
export function createDirectoryStore(root: string): PhotoStore {
  const pathOf = (key: string) => join(root, expectKey(key))
  return {
    name: 'directory',
    put: (key, bytes) =>
      told('be written', async () => {
        const path = pathOf(key)
        const folder = dirname(path)
        await mkdir(folder, { recursive: true, mode: 0o700 })
        await writeThrough(partOf(path), bytes)
        await rename(partOf(path), path)
        // Else a power cut takes the name again, while the database has it.
        await syncFolder(folder)
      }),
    get: (key) =>
      told('be read', async () => {
        const file = await open(pathOf(key)).catch(unlessMissing)
        return file && (Readable.toWeb(file.createReadStream()) as ReadableStream<Uint8Array>)
      }),
    delete: (key) =>
      told('be deleted', async () => {
        const path = pathOf(key)
        await rm(path, { force: true })
        await rm(partOf(path), { force: true })
      }),
  }
}

/** What a process that died was writing; deleted with its key. */
const partOf = (path: string) => `${path}.part`

async function writeThrough(path: string, bytes: Uint8Array): Promise<void> {
  const file = await open(path, 'w', 0o600)
  try {
    await file.writeFile(bytes)
    await file.sync()
  } finally {
    await file.close()
  }
}

async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r')
  try {
    await folder.sync()
  } finally {
    await folder.close()
  }
}

function unlessMissing(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error
}

async function told<T>(what: string, use: () => Promise<T>): Promise<T> {
  try {
    return await use()
  } catch (cause) {
    if (cause instanceof RangeError) throw cause
    const { code = 'an error' } = cause as NodeJS.ErrnoException
    throw new PhotoStoreError(`Expected a photo to ${what} in its directory, got ${code}`, { cause })
  }
}
