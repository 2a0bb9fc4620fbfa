/** No slab is longer than this; what goes beyond it gets memory of its own. */
const MOST_BYTES = 2 ** 30

let slab: ArrayBuffer | undefined
let used = 0

/**
 * Lets the arrays that the work makes by `int32`, `float64` and `uint8` lie in one piece of memory. Memory of typed arrays is
 * foreign to the collector of garbage: at every so many megabytes of it, it goes through all that the host holds. One piece
 * is one reason.
 * @param bytes about as much as the work will take; more of it gets memory of its own
 */
export function onSlab<T>(bytes: number, work: () => T): T {
  const before: [ArrayBuffer | undefined, number] = [slab, used]
  ;[slab, used] = [new ArrayBuffer(Math.min(MOST_BYTES, bytes)), 0]
  try {
    return work()
  } finally {
    ;[slab, used] = before
  }
}

/** Where so many bytes lie in the slab; −1 where it has no room for them. */
function take(bytes: number): number {
  const end = used + 8 * Math.ceil(bytes / 8)
  if (slab === undefined || end > slab.byteLength) return -1
  const at = used
  used = end
  return at
}

export function int32(length: number): Int32Array<ArrayBuffer> {
  const at = take(4 * length)
  return at < 0 ? new Int32Array(length) : new Int32Array(slab!, at, length)
}

export function float64(length: number): Float64Array<ArrayBuffer> {
  const at = take(8 * length)
  return at < 0 ? new Float64Array(length) : new Float64Array(slab!, at, length)
}

export function uint8(length: number): Uint8Array<ArrayBuffer> {
  const at = take(length)
  return at < 0 ? new Uint8Array(length) : new Uint8Array(slab!, at, length)
}
