/** Of one piece of memory: how much of it was ever used; what lies beyond is 0. */
interface Slab {
  memory: ArrayBuffer
  soiled: number
}

/** A slab that is added is at least so long, and as long as this share of all there are. */
const [LEAST_BYTES, SHARE] = [2 ** 16, 0.5]

/** Slabs on which arrays lie now; undefined where each has memory of its own. */
let slabs: Slab[] | undefined
/** The slab that is being filled, and how far. */
let current = 0
let used = 0
/** Slabs of works that have ended. Whoever needs memory may take them away. */
let kept: WeakRef<Slab[]> | undefined

/**
 * Lets the arrays that the work makes by `int32`, `float64` and `uint8` lie in one piece of memory, or in few. Memory of typed
 * arrays is foreign to the collector of garbage: at every so many megabytes of it, it goes through all that the host holds.
 * One piece is one reason.
 * @param bytes about as much as the work will take
 */
export function onSlab<T>(bytes: number, work: () => T): T {
  return slabs ? work() : onSlabs([createSlab(bytes)], work)
}

/**
 * The same for a work whose arrays are all done with when it ends: none of them may be in what it answers. Memory is kept for
 * the next such work, as long as the collector has no need of it. A work within a work gives back what it took.
 */
export function onKeptSlabs<T>(work: () => T): T {
  if (slabs) return onSlabs(slabs, work)
  let own = kept?.deref()
  if (!own) kept = new WeakRef((own = []))
  return onSlabs(own, work)
}

function onSlabs<T>(those: Slab[], work: () => T): T {
  const before: [Slab[] | undefined, number, number] = [slabs, current, used]
  if (slabs !== those) [slabs, current, used] = [those, 0, 0]
  try {
    return work()
  } finally {
    ;[slabs, current, used] = before
  }
}

const createSlab = (bytes: number): Slab => ({ memory: new ArrayBuffer(bytes), soiled: 0 })

/** The next slab with room for so many bytes. */
function slabFor(all: Slab[], bytes: number): Slab {
  let slab = all[current]
  while (slab && used + bytes > slab.memory.byteLength) {
    slab = all[++current]
    used = 0
  }
  if (slab) return slab
  const total = all.reduce((sum, { memory }) => sum + memory.byteLength, 0)
  slab = createSlab(Math.max(LEAST_BYTES, bytes, SHARE * total))
  all.push(slab)
  return slab
}

type Numbers = Int32Array<ArrayBuffer> | Float64Array<ArrayBuffer> | Uint8Array<ArrayBuffer>

function arrayOf<T extends Numbers>(
  Type: { new (length: number): T; new (memory: ArrayBuffer, at: number, length: number): T },
  width: number,
  length: number,
  isBlank: boolean,
): T {
  if (!slabs) return new Type(length)
  const bytes = 8 * Math.ceil((width * length) / 8)
  const slab = slabFor(slabs, bytes)
  const array = new Type(slab.memory, used, length)
  if (isBlank && used < slab.soiled) array.fill(0)
  used += bytes
  if (used > slab.soiled) slab.soiled = used
  return array
}

/** @param isBlank false for an array of which every element is written before it is read: it may begin with anything. */
export const int32 = (length: number, isBlank = true): Int32Array<ArrayBuffer> => arrayOf(Int32Array, 4, length, isBlank)

/** @param isBlank as of `int32` */
export const float64 = (length: number, isBlank = true): Float64Array<ArrayBuffer> => arrayOf(Float64Array, 8, length, isBlank)

/** @param isBlank as of `int32` */
export const uint8 = (length: number, isBlank = true): Uint8Array<ArrayBuffer> => arrayOf(Uint8Array, 1, length, isBlank)
