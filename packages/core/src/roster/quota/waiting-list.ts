/** Organisations whose next unit is not released yet, by the unit of the clock that releases it: a list for each. */
export class WaitingList {
  /** By unit: the rank that came last, plus one; 0 where there is none. */
  private readonly heads: Int32Array
  /** By rank: the one before it in the same list, likewise. */
  private readonly next: Int32Array
  /** Lists below it are empty. */
  private from = 0

  /** @param units last unit of the clock; whoever waits longer is kept in the list behind it */
  constructor(units: number, capacity: number) {
    this.heads = new Int32Array(units + 2)
    this.next = new Int32Array(capacity)
  }

  add(unit: number, rank: number): void {
    const at = Math.min(unit, this.heads.length - 1)
    this.next[rank] = this.heads[at]!
    this.heads[at] = rank + 1
  }

  /** Takes one out whom a unit up to this one releases; -1 where nobody is. */
  takeReleased(unit: number): number {
    while (this.from <= unit) {
      const rank = this.takeAt(this.from)
      if (rank >= 0) return rank
      this.from += 1
    }
    return -1
  }

  /** Takes the one out who would be released next; -1 where nobody waits. */
  takeNext(): number {
    for (let at = this.from; at < this.heads.length; at += 1) {
      const rank = this.takeAt(at)
      if (rank >= 0) return rank
    }
    return -1
  }

  private takeAt(unit: number): number {
    const rank = this.heads[unit]! - 1
    if (rank >= 0) this.heads[unit] = this.next[rank]!
    return rank
  }
}
