import type { ReactiveControllerHost } from 'lit'
import type { Crs, Position } from '@wangge/core/schema'
import { findPosition } from '../../volunteer-signup/find-position.ts'

/** Where a device or its host takes the person to be: in which coordinates, and within how many metres. */
export interface FoundPosition {
  position: Position
  crs: Extract<Crs, 'wgs84' | 'gcj02' | 'bd09'>
  accuracy: number
}

/** A host's own way to a position; undefined where there is none to be had. */
export type PositionSource = () => Promise<FoundPosition | undefined>

/** GPS gives WGS-84. */
const askDevice: PositionSource = async () => {
  const found = await findPosition()
  return found && { ...found, crs: 'wgs84' }
}

/** Finds the position once, when asked. */
export class PositionFinder {
  state: 'no' | 'yes' | 'failed' = 'no'
  private readonly host: ReactiveControllerHost
  private readonly source: () => PositionSource | undefined

  constructor(host: ReactiveControllerHost, source: () => PositionSource | undefined) {
    this.host = host
    this.source = source
  }

  async find(): Promise<FoundPosition | undefined> {
    if (this.state === 'yes') return undefined
    this.set('yes')
    const found = await (this.source() ?? askDevice)().catch(() => undefined)
    this.set(found ? 'no' : 'failed')
    return found
  }

  private set(state: PositionFinder['state']) {
    this.state = state
    this.host.requestUpdate()
  }
}
