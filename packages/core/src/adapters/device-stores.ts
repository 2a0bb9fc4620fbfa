import type { Stores } from '../ports/index.ts'
import { openDeviceKey } from './device-key.ts'
import { openIdbStores } from './idb-stores.ts'
import { createKeyRing } from './seal.ts'
import { createSealedStores } from './sealed-stores.ts'

/**
 * Stores on this device, in IndexedDB; what is personal is sealed where the page can seal (`sealed` says whether).
 * @throws SdkError `storage` where the database cannot be opened
 */
export async function openDeviceStores({ name, now }: { name: string; now: () => number }): Promise<Stores> {
  const [stores, device] = await Promise.all([
    openIdbStores({ name }),
    // A page that cannot keep a key says so; it works all the same.
    openDeviceKey(name).catch(() => undefined),
  ])
  return createSealedStores({ stores, ...(device ? { keys: createKeyRing(device) } : {}), now })
}
