/** Whole numbers in a row, as many as come. */
export class IntList {
  length = 0
  private values = new Int32Array(1024)

  push(value: number): void {
    if (this.length === this.values.length) {
      const wider = new Int32Array(2 * this.length)
      wider.set(this.values)
      this.values = wider
    }
    this.values[this.length] = value
    this.length += 1
  }

  /** A copy of just what is there. */
  toArray(): Int32Array {
    return this.values.slice(0, this.length)
  }
}
