/** What is left of children's edges when those between them are gone: directed, the inside to the left. */
export interface Border {
  /** Coordinates of all vertices. */
  x: Float64Array
  y: Float64Array
  /** Ends of each edge, and the place of its grid in the list. */
  from: Int32Array
  to: Int32Array
  grid: Int32Array
  /** Family f, the children of one parent, has the edges `start[f] … start[f + 1]`. */
  start: Int32Array
}

/** Why edges do not bound an outline, and which of them. */
export interface Fault {
  what: 'meeting' | 'overlap' | 'sliver'
  edges: readonly number[]
}
