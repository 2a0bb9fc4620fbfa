import type { SdkError } from '../errors.ts'
import type { Port } from './messages.ts'

/** A planner that was started, and the port to speak to it by. */
export interface Line {
  port: Port
  /** Told once where what serves at the other end fails or goes away. */
  onFailure(listener: (error: SdkError) => void): void
  /** Whether the other end is still there to be asked. */
  isOpen(): boolean
  end(): void
}
