import type { PhotoStore } from '../src/photos/photo-store.ts'

/** A store beside the database that goes with the process. */
export function memoryPhotos(): PhotoStore {
  const kept = new Map<string, Uint8Array<ArrayBuffer>>()
  return {
    name: 'memory',
    put: async (key, bytes) => void kept.set(key, bytes),
    get: async (key) => {
      const bytes = kept.get(key)
      return bytes && new Blob([bytes]).stream()
    },
    delete: async (key) => void kept.delete(key),
  }
}
