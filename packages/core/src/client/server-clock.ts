import type { Clock, Transport } from '../ports/index.ts'

/** The server's time, as far as its answers tell it. */
export interface ServerClock {
  /** Epoch milliseconds by the server's clock; by the device's own before the server has said anything. */
  now: Clock
  /** How far the device's clock is behind (positive) or ahead (negative), milliseconds; undefined before any answer. */
  skewMs(): number | undefined
  /** A transport by whose answers the clock is set. */
  watch(transport: Transport): Transport
}

/** The `Date` of an answer is cut to the second. */
const RESOLUTION_MS = 1000

/**
 * A device's clock may be hours off, and rules with a deadline must not refuse by it what the server would take. Each answer
 * bounds the difference: it was given between sending and receiving. What all agree on is kept (Marzullo 1984, with all sources
 * true); an answer that agrees with nothing means that the device's clock was set, and counts alone.
 */
export function createServerClock(device: Clock): ServerClock {
  let bounds: { least: number; most: number } | undefined

  function learn(date: string | undefined, sentAt: number, receivedAt: number) {
    const at = Date.parse(date ?? '')
    // A device whose clock was set while it waited says nothing.
    if (Number.isNaN(at) || receivedAt < sentAt) return
    const [least, most] = [at - receivedAt, at + RESOLUTION_MS - sentAt]
    const agreed = bounds && { least: Math.max(bounds.least, least), most: Math.min(bounds.most, most) }
    bounds = agreed && agreed.least <= agreed.most ? agreed : { least, most }
  }

  /** None where none would explain all answers. */
  function skewMs(): number | undefined {
    if (!bounds) return undefined
    const { least, most } = bounds
    return least <= 0 && most >= 0 ? 0 : Math.round((least + most) / 2)
  }

  return {
    now: () => device() + (skewMs() ?? 0),
    skewMs,
    watch: (transport) => ({
      send(request) {
        const sentAt = device()
        const response = transport.send(request)
        response.then(
          ({ headers }) => learn(headers['date'], sentAt, device()),
          () => {},
        )
        return response
      },
      ...(transport.listen && { listen: (options) => transport.listen?.(options) }),
    }),
  }
}
