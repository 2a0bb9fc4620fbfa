export { createCache } from './cache.ts'
export type { Cache, CacheOptions, Later, Source } from './cache.ts'
export type { Parse, Resource, Snapshot } from './resource.ts'
