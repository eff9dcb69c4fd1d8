// Triggers seen in a text: the offset of the last byte of each, and the state of the automaton there.

export class HitList {
  readonly at: number[] = [];
  readonly state: number[] = [];
  length = 0;
  /** So many of them, the first ones, are known to be nothing in the text as it begins now. */
  vain = 0;

  add(at: number, state: number): void {
    this.at[this.length] = at;
    this.state[this.length] = state;
    this.length++;
  }

  clear(): void {
    this.length = 0;
    this.vain = 0;
  }

  /** Drops those that end before the offset `from`. */
  dropBefore(from: number): void {
    let first = 0;
    while (first < this.length && this.at[first]! < from) first++;
    this.at.copyWithin(0, first, this.length);
    this.state.copyWithin(0, first, this.length);
    this.length -= first;
    this.vain = 0;
  }
}
