import { mkdir, mkdtemp, readdir, rename, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import S3rver from '@20minutes/s3rver'
import { createDirectoryStore } from '../src/photos/directory-store.ts'
import type { PhotoStore } from '../src/photos/photo-store.ts'
import { createS3Store } from '../src/photos/s3-store.ts'

/** A store beside the database, with what only its own side can do. */
export interface PhotoPlace {
  store: PhotoStore
  /** Directory, or the service's address. */
  address: string
  /** How many pictures there are, whoever knows of them. */
  count(): Promise<number>
  /** From here on it answers nobody. */
  goDown(): Promise<void>
  comeBack(): Promise<void>
  remove(): Promise<void>
}

export const PLACES: Record<string, () => Promise<PhotoPlace>> = { 'a directory': openDirectory, 'an S3 bucket': openBucket }

const count = async (root: string, end: string) =>
  (await readdir(root, { recursive: true })).filter((name) => name.endsWith(end)).length

async function openDirectory(): Promise<PhotoPlace> {
  const folder = await mkdtemp(join(tmpdir(), 'wangge-photos-'))
  const root = join(folder, 'photos')
  await mkdir(root)
  return {
    store: createDirectoryStore(root),
    address: root,
    count: () => count(root, '.jpg'),
    // As a disk that is not mounted: where it was there is no directory.
    async goDown() {
      await rename(root, `${root}.away`)
      await writeFile(root, '')
    },
    async comeBack() {
      await rm(root)
      await rename(`${root}.away`, root)
    },
    remove: () => rm(folder, { recursive: true }),
  }
}

/** Of a real server of the protocol, which holds callers to their signatures. */
async function openBucket(): Promise<PhotoPlace> {
  const directory = await mkdtemp(join(tmpdir(), 'wangge-s3-'))
  const start = (port: number) =>
    new S3rver({ address: '127.0.0.1', port, silent: true, directory, configureBuckets: [{ name: 'photos' }] })
  let server = start(0)
  const { port } = await server.run()
  const address = `http://127.0.0.1:${port}`
  return {
    store: createS3Store({ endpoint: address, ...BUCKET }),
    address,
    count: () => count(directory, '._S3rver_object'),
    goDown: () => server.close(),
    async comeBack() {
      server = start(port)
      await server.run()
    },
    async remove() {
      await server.close()
      await rm(directory, { recursive: true })
    },
  }
}

export const BUCKET = {
  region: 'us-east-1',
  bucket: 'photos',
  prefix: 'district/one',
  accessKeyId: 'S3RVER',
  secretAccessKey: 'S3RVER',
}
