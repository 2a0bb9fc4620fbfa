import type { Position } from '@wangge/core/schema'

/** Where the device takes itself to be, and within how many metres. */
export interface Found {
  position: Position
  accuracy: number
}

/** Asks the device, and the device the person; undefined where either does not say. */
export const findPosition = (): Promise<Found | undefined> =>
  new Promise((resolve) => {
    if (!('geolocation' in navigator)) return resolve(undefined)
    navigator.geolocation.getCurrentPosition(
      ({ coords: { longitude, latitude, accuracy } }) => resolve({ position: [longitude, latitude], accuracy }),
      () => resolve(undefined),
      { enableHighAccuracy: true, timeout: 15_000, maximumAge: 30_000 },
    )
  })
