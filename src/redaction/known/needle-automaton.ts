// A plain literal automaton over the needles of all known values (Aho and Corasick 1975), with sparse transitions:
// it is only stepped where the trigger automaton saw the first bytes of a needle, so its speed hardly matters.

export interface NeedleAutomaton {
  readonly step: (state: number, byte: number) => number;
  /** Length of the longest suffix of the input that begins a needle: what must not leave yet. */
  readonly depth: Uint16Array;
  /** Length of the longest needle that ends here, else 0. */
  readonly found: Uint16Array;
  /** Length of the shortest needle that goes through a state. */
  readonly shortest: Uint16Array;
}

export function buildNeedleAutomaton(needles: readonly string[]): NeedleAutomaton {
  const size = needles.reduce((sum, needle) => sum + needle.length, 1);
  const edges = new EdgeTable(size);
  const depth = new Uint16Array(size);
  const found = new Uint16Array(size);
  const shortest = new Uint16Array(size).fill(0xffff);
  let count = 1;
  for (const needle of needles) {
    let state = 0;
    for (let index = 0; index < needle.length; index++) {
      const byte = needle.charCodeAt(index);
      let child = edges.get(state, byte);
      if (child < 0) {
        child = count++;
        edges.set(state, byte, child);
        depth[child] = index + 1;
      }
      state = child;
      shortest[state] = Math.min(shortest[state]!, needle.length);
    }
    found[state] = needle.length;
  }
  const fail = linkFailures(edges, needles, count, found);
  // Most bytes begin no needle, or are the first of one.
  const first = Int32Array.from({ length: 256 }, (_, byte) => Math.max(0, edges.get(0, byte)));
  const step = (state: number, byte: number): number => {
    for (let from = state; from !== 0; from = fail[from]!) {
      const child = edges.get(from, byte);
      if (child >= 0) return child;
    }
    return first[byte]!;
  };
  return { step, depth, found, shortest };
}

// Breadth first: the needles are walked together, one byte deeper each round.
function linkFailures(edges: EdgeTable, needles: readonly string[], count: number, found: Uint16Array): Int32Array {
  const fail = new Int32Array(count);
  const linked = new Uint8Array(count);
  let walkers = needles.map((needle) => ({ needle, state: 0 }));
  for (let index = 0; walkers.length > 0; index++) {
    walkers = walkers.filter(({ needle }) => index < needle.length);
    for (const walker of walkers) {
      const byte = walker.needle.charCodeAt(index);
      const parent = walker.state;
      const child = edges.get(parent, byte);
      walker.state = child;
      if (linked[child]) continue;
      linked[child] = 1;
      let from = parent;
      let target = -1;
      while (from !== 0 && target < 0) {
        from = fail[from]!;
        target = edges.get(from, byte);
      }
      fail[child] = Math.max(target, 0);
      if (found[child] === 0) found[child] = found[fail[child]!]!;
    }
  }
  return fail;
}

/** (state, byte) → state; open addressing, at most half full. */
class EdgeTable {
  readonly #keys: Float64Array;
  readonly #values: Int32Array;
  readonly #mask: number;

  constructor(edges: number) {
    const capacity = 2 ** Math.ceil(Math.log2(edges * 2 + 2));
    this.#keys = new Float64Array(capacity).fill(-1);
    this.#values = new Int32Array(capacity);
    this.#mask = capacity - 1;
  }

  get(state: number, byte: number): number {
    const slot = this.#slot(state * 256 + byte);
    return this.#keys[slot] === -1 ? -1 : this.#values[slot]!;
  }

  set(state: number, byte: number, target: number): void {
    const key = state * 256 + byte;
    const slot = this.#slot(key);
    this.#keys[slot] = key;
    this.#values[slot] = target;
  }

  #slot(key: number): number {
    let slot = Math.imul(key | 0, 0x9e3779b1) & this.#mask;
    slot = (slot ^ (slot >>> 15)) & this.#mask;
    while (this.#keys[slot] !== -1 && this.#keys[slot] !== key) slot = (slot + 1) & this.#mask;
    return slot;
  }
}
