/** A stretch of the plane that is known but for the edges in it. The arrays may be longer than what is in use of them. */
export interface Region {
  /** Edges that meet it. */
  edgeCount: number
  edges: Int32Array
  /** Of each edge: which end lies to the right of the region. */
  rightEnds: Uint8Array
  /** Parts with an edge among them, ascending. */
  partCount: number
  parts: Int32Array
  /** Of each part: whether the far end of the way (see `differs`) is inside it. */
  farInside: Uint8Array
}

export const createRegion = (edgeCount: number, partCount: number): Region => ({
  edgeCount,
  edges: new Int32Array(edgeCount),
  rightEnds: new Uint8Array(edgeCount),
  partCount,
  parts: new Int32Array(partCount),
  farInside: new Uint8Array(partCount),
})

/** One of its own, as large as it needs to be. */
export const copyOf = ({ edgeCount, edges, rightEnds, partCount, parts, farInside }: Region): Region => ({
  edgeCount,
  edges: edges.slice(0, edgeCount),
  rightEnds: rightEnds.slice(0, edgeCount),
  partCount,
  parts: parts.slice(0, partCount),
  farInside: farInside.slice(0, partCount),
})

/** Where the part is in the region's list, or −1. */
export function placeOf({ parts, partCount }: Region, part: number): number {
  for (let place = 0; place < partCount; place++) if (parts[place] === part) return place
  return -1
}
