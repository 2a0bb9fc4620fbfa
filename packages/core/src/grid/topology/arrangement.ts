import type { NearSegments } from './near-segments.ts'

/** Directed straight lines between the vertices of a table. */
export interface Segments {
  from: Int32Array
  to: Int32Array
  /** What the left side of the segment has more than the right: a counter-clockwise outline has 1. */
  delta: Int32Array
  /** Which segments are near each other, where that is known; it saves the search. */
  near?: NearSegments | undefined
}

export interface ArrangeOptions {
  /**
   * Nodes nearer to each other than this are one; an edge runs through a node that is nearer to it than this. Coordinate
   * units; 0 and whatever is too small for the doubles at hand stand for the least distance that they can tell safely.
   */
  snap: number
}

/** A planar map: nodes, pieces between them that neither cross nor touch but at nodes, and the faces between the pieces. */
export interface Arrangement {
  /** Nodes in order of x, then y: vertices that segments use, with the very coordinates that came in, and crossings. */
  x: Float64Array
  y: Float64Array
  /** Of each node its vertex in the table given; −1 for a crossing. */
  vertex: Int32Array
  /** Undirected pieces, given from the lesser node to the greater one, in order of both. */
  edgeFrom: Int32Array
  edgeTo: Int32Array
  /** What the left side of the piece has more than the right, all segments on it together. May be 0. */
  edgeDelta: Int32Array
  /** Piece e lies on the segments `sources[sourceStart[e] … sourceStart[e + 1])`: twice their index, + 1 where they run against it. */
  sourceStart: Int32Array
  sources: Int32Array
  /** Face 0 is the unbounded one. */
  leftFace: Int32Array
  rightFace: Int32Array
  /** Of each half-edge the face on its left: 2e runs along piece e, 2e + 1 against it. */
  faceOf: Int32Array
  /** Of each half-edge the next one around the face on its left. */
  next: Int32Array
  faceCount: number
  /** A half-edge of every cycle that bounds face f: `cycles[cycleStart[f] … cycleStart[f + 1])`, the outer one first. */
  cycleStart: Int32Array
  cycles: Int32Array
  /** Sum of the deltas crossed on the way from outside; 0 for the unbounded face. */
  faceValue: Int32Array
  /** In coordinate units squared, holes taken off; Infinity for the unbounded face. */
  readonly faceArea: Float64Array
  /**
   * Nodes of the rings: the outer one first, counter-clockwise, then the holes, clockwise; no ring passes a node twice, and
   * pieces with the face on both sides are left out. The unbounded face has holes only.
   */
  faceRings(face: number): Int32Array[]
  /** A position strictly inside the face; undefined where doubles have none, and for the unbounded face. */
  insidePoint(face: number): [number, number] | undefined
}
