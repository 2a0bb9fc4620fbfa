import { readFile } from 'node:fs/promises'
import { resolve } from 'node:path'
import { createDirectoryStore } from '../photos/directory-store.ts'
import type { PhotoStore } from '../photos/photo-store.ts'
import { createS3Store } from '../photos/s3-store.ts'
import { UsageError } from './usage-error.ts'

/**
 * Where pictures are kept, from WANGGE_PHOTOS: a directory, or `s3://bucket/prefix` with WANGGE_S3_ENDPOINT, …_REGION,
 * …_ACCESS_KEY_ID, …_SECRET_ACCESS_KEY or …_SECRET_ACCESS_KEY_FILE, and …_ADDRESSING; undefined for the database.
 * @throws UsageError naming what is missing
 */
export async function photoStoreOf(env: NodeJS.ProcessEnv): Promise<PhotoStore | undefined> {
  const where = env.WANGGE_PHOTOS
  if (!where) return undefined
  const scheme = /^([a-z][a-z0-9+.-]+):\/\//i.exec(where)?.[1]
  if (scheme === undefined) return createDirectoryStore(resolve(where))
  const [, bucket, prefix = ''] = /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/(.*))?$/.exec(where) ?? []
  if (bucket === undefined) throw new UsageError(`WANGGE_PHOTOS: expected a directory or s3://bucket/prefix, got ${where}`)
  const named = (name: string) => {
    const value = env[name]
    if (value) return value
    throw new UsageError(`${name}: expected a value beside WANGGE_PHOTOS, got nothing`)
  }
  const file = env.WANGGE_S3_SECRET_ACCESS_KEY_FILE
  return createS3Store({
    endpoint: expectEndpoint(named('WANGGE_S3_ENDPOINT')),
    region: named('WANGGE_S3_REGION'),
    bucket,
    prefix: prefix.replace(/^\/+|\/+$/g, ''),
    accessKeyId: named('WANGGE_S3_ACCESS_KEY_ID'),
    secretAccessKey: file ? (await readFile(file, 'utf8')).trim() : named('WANGGE_S3_SECRET_ACCESS_KEY'),
    addressing: expectAddressing(env.WANGGE_S3_ADDRESSING || 'path'),
  })
}

function expectEndpoint(text: string): string {
  if (URL.canParse(text) && /^https?:$/.test(new URL(text).protocol)) return text
  throw new UsageError(`WANGGE_S3_ENDPOINT: expected an address such as https://s3.example.com, got ${text}`)
}

function expectAddressing(text: string): 'path' | 'host' {
  if (text === 'path' || text === 'host') return text
  throw new UsageError(`WANGGE_S3_ADDRESSING: expected path or host, got ${text}`)
}
