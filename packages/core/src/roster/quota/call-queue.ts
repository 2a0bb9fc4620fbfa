/**
 * Who is next: a binary heap of organisations, each in it once at most, by a number and, where that is the same, by rank.
 * Both are kept as one number, so that a step compares once.
 */
export class CallQueue {
  private readonly keys: Float64Array
  private readonly ranks: Int32Array
  private readonly capacity: number
  private size = 0

  /** @param capacity organisations; their ranks are below it */
  constructor(capacity: number) {
    this.capacity = capacity
    this.keys = new Float64Array(capacity)
    this.ranks = new Int32Array(capacity)
  }

  get isEmpty(): boolean {
    return this.size === 0
  }

  push(at: number, rank: number): void {
    const key = at * this.capacity + rank
    let hole = this.size++
    while (hole > 0) {
      const parent = (hole - 1) >> 1
      if (this.keys[parent]! <= key) break
      this.move(parent, hole)
      hole = parent
    }
    this.keys[hole] = key
    this.ranks[hole] = rank
  }

  /** Takes the first out; the queue must not be empty. */
  pop(): number {
    const rank = this.ranks[0]!
    const last = --this.size
    const key = this.keys[last]!
    let hole = 0
    for (let child = 1; child < last; child = 2 * hole + 1) {
      if (child + 1 < last && this.keys[child + 1]! < this.keys[child]!) child += 1
      if (key <= this.keys[child]!) break
      this.move(child, hole)
      hole = child
    }
    this.keys[hole] = key
    this.ranks[hole] = this.ranks[last]!
    return rank
  }

  private move(from: number, to: number): void {
    this.keys[to] = this.keys[from]!
    this.ranks[to] = this.ranks[from]!
  }
}
