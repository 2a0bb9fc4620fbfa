import { createLastingStores } from '../../../packages/core/src/adapters/lasting-stores.ts'
import { createMemoryStores } from '../../../packages/core/src/adapters/memory-stores.ts'
import { createRoomyStores } from '../../../packages/core/src/adapters/roomy-stores.ts'
import { createTroubles } from '../../../packages/core/src/adapters/troubles.ts'
import { SdkError } from '../../../packages/core/src/errors.ts'
import type { PlainStores, Stores } from '../../../packages/core/src/ports/index.ts'

/** What a device's storage does to one call; the transaction changes nothing then. */
export const STORE_FAULTS = ['quota', 'versionchange'] as const
export type StoreFault = (typeof STORE_FAULTS)[number]

/** What all tabs of a device share. */
export const createDevice = (): PlainStores => ({ ...createMemoryStores(), kind: 'idb' })

const WRITES = new Set(['put', 'update', 'mark', 'replaceRows', 'add', 'markUploaded', 'settle', 'discard'])

const CAUSES = { quota: 'QuotaExceededError', versionchange: 'InvalidStateError' } as const

export interface TabOptions {
  device: PlainStores
  next: (isWrite: boolean) => StoreFault | undefined
  now: () => number
  /** A page that is gone brings nothing to the device any more. */
  isDead: () => boolean
}

/** The stores of one tab, over the device’s: as a page has them, with what may go wrong below. */
export function openTabStores({ device, next, now, isDead }: TabOptions): Stores {
  const troubles = createTroubles()
  const flaky = <T extends object>(target: T): T =>
    new Proxy(target, {
      get(object, name) {
        const value = Reflect.get(object, name) as unknown
        if (typeof value !== 'function') return value
        return async (...args: unknown[]) => {
          if (isDead()) return new Promise<never>(() => {})
          const fault = next(WRITES.has(String(name)))
          if (fault) throw new SdkError('storage', fault, { cause: new DOMException(fault, CAUSES[fault]) })
          return (value as (...all: unknown[]) => unknown).apply(object, args)
        }
      },
    })
  const broken: PlainStores = {
    ...device,
    cache: flaky(device.cache),
    outbox: flaky(device.outbox),
    meta: flaky(device.meta),
    close: () => {},
  }
  const disk = { estimate: async () => ({}), persist: async () => true, persisted: async () => true }
  return createLastingStores({ device: createRoomyStores({ stores: broken, troubles, disk, now }), troubles, retryMs: 1 })
}
