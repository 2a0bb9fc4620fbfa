import type { Stores } from '../ports/index.ts'
import { keepDeviceKey, openDeviceKey } from './device-key.ts'
import { openIdbStores } from './idb-stores.ts'
import { createLastingStores } from './lasting-stores.ts'
import { createRoomyStores } from './roomy-stores.ts'
import { createKeyRing } from './seal.ts'
import { createSealedStores } from './sealed-stores.ts'
import { createTroubles } from './troubles.ts'

/**
 * Stores on this device, in IndexedDB, that keep room for what is unsent and go on in memory should it fail later; what is
 * personal is sealed where the page can seal (`sealed` says whether).
 * @throws SdkError `storage` where the database cannot be opened
 */
export async function openDeviceStores({ name, now }: { name: string; now: () => number }): Promise<Stores> {
  const troubles = createTroubles()
  const [idb, device] = await Promise.all([
    openIdbStores({ name, troubles }),
    // A page that cannot keep a key says so; it works all the same.
    openDeviceKey(name).catch(() => undefined),
  ])
  // Who clears an origin takes the key too; what was written again is sealed with it. Without it, it is sent from this page or not at all.
  troubles.listen(({ kind }) => {
    if (kind === 'emptied' && device) void keepDeviceKey(name, device).catch(() => {})
  })
  const stores = createRoomyStores({ stores: idb, troubles, now })
  const sealed = createSealedStores({ stores, ...(device ? { keys: createKeyRing(device) } : {}), now })
  return createLastingStores({ device: sealed, troubles })
}
