// The trigger automaton: finds every occurrence of a few hundred short words in one pass, one table look-up a byte
// (Aho and Corasick 1975, failure links folded into a dense table). Letters fold to lower case; a digit of a word
// stands for any digit. What it reports is only a place worth a closer look.

const blankRow = -1;
const special = ['\n', '\r', '\b', '\x1b'] as const;

export interface Automaton {
  /** Byte → class. */
  readonly classes: Uint8Array;
  /** `next[rowOf(state) | class]`; states from `accepting` on end a word, from `special` on a control byte came. */
  readonly next: Uint16Array | Uint32Array;
  readonly accepting: number;
  readonly special: number;
  /** Words that end in a state, as indexes into the list given; index 0 is state `accepting`. */
  readonly outputs: readonly (readonly number[])[];
  /** How many bytes of a word a state has seen. */
  readonly depth: Uint8Array;
}

/** Classes of bytes an automaton tells apart at most; what its words hold besides shares the last one. */
const mostClasses = 64;

/** Where the row of a state begins. A constant shift: a sixth of the pass is this line. */
export function rowOf(state: number): number {
  return state << 6;
}

/** States `special + n` mean these bytes. */
export const specialByte = { newline: 0, carriageReturn: 1, backspace: 2, escape: 3 } as const;

export function buildAutomaton(words: readonly string[]): Automaton {
  const classes = classesOf(words);
  const width = Math.max(...classes) + 1;
  const trie = buildTrie(words, classes, width);
  const { rows, ends, depths } = linkFailures(trie, width);
  return renumber(rows, ends, depths, classes, width);
}

/** The word with letters and digits folded the way the automaton reads them. */
export function foldWord(word: string): string {
  return word.replace(/[A-Z]/g, (letter) => letter.toLowerCase()).replace(/[0-9]/g, '0');
}

function classesOf(words: readonly string[]): Uint8Array {
  const classes = new Uint8Array(256);
  let count = 1;
  for (const char of special) classes[char.charCodeAt(0)] = count++;
  for (const char of new Set(words.flatMap((word) => [...foldWord(word)]))) {
    if (classes[char.charCodeAt(0)] !== 0) continue;
    const members = char === '0' ? [...'0123456789'] : /[a-z]/.test(char) ? [char, char.toUpperCase()] : [char];
    for (const member of members) classes[member.charCodeAt(0)] = count;
    count = Math.min(count + 1, mostClasses - 1);
  }
  return classes;
}

interface Trie {
  rows: Int32Array[];
  ends: number[][];
  depths: number[];
}

function buildTrie(words: readonly string[], classes: Uint8Array, width: number): Trie {
  const rows = [new Int32Array(width).fill(blankRow)];
  const ends: number[][] = [[]];
  const depths = [0];
  words.forEach((word, index) => {
    let state = 0;
    for (const char of word) {
      const row = rows[state]!;
      const column = classes[char.charCodeAt(0)]!;
      if (row[column] === blankRow) {
        row[column] = rows.length;
        rows.push(new Int32Array(width).fill(blankRow));
        ends.push([]);
        depths.push(depths[state]! + 1);
      }
      state = row[column]!;
    }
    ends[state]!.push(index);
  });
  return { rows, ends, depths };
}

function linkFailures(trie: Trie, width: number): Trie {
  const { rows, ends } = trie;
  const fail = new Int32Array(rows.length);
  const queue: number[] = [];
  for (let column = 0; column < width; column++) {
    const child = rows[0]![column]!;
    if (child === blankRow) rows[0]![column] = 0;
    else queue.push(child);
  }
  for (let head = 0; head < queue.length; head++) {
    const state = queue[head]!;
    const back = rows[fail[state]!]!;
    ends[state]!.push(...ends[fail[state]!]!);
    const row = rows[state]!;
    for (let column = 0; column < width; column++) {
      const child = row[column]!;
      if (child === blankRow) row[column] = back[column]!;
      else {
        fail[child] = back[column]!;
        queue.push(child);
      }
    }
  }
  return trie;
}

// Accepting states go last, so that "look closer" is one comparison in the hot loop.
function renumber(
  rows: Int32Array[],
  ends: number[][],
  depths: number[],
  classes: Uint8Array,
  width: number,
): Automaton {
  const quiet = rows.map((_, state) => state).filter((state) => ends[state]!.length === 0);
  const loud = rows.map((_, state) => state).filter((state) => ends[state]!.length > 0);
  const order = [...quiet, ...loud];
  const place = new Int32Array(rows.length);
  order.forEach((state, index) => {
    place[state] = index;
  });
  const total = rows.length + special.length;
  const next = total < 65_536 ? new Uint16Array(rowOf(total)) : new Uint32Array(rowOf(total));
  const depth = new Uint8Array(total);
  order.forEach((state, index) => {
    depth[index] = depths[state]!;
    for (let column = 0; column < width; column++) {
      const isSpecial = column >= 1 && column <= special.length;
      next[rowOf(index) | column] = isSpecial ? rows.length + column - 1 : place[rows[state]![column]!]!;
    }
  });
  return {
    classes,
    next,
    accepting: quiet.length,
    special: rows.length,
    outputs: loud.map((state) => ends[state]!),
    depth,
  };
}
