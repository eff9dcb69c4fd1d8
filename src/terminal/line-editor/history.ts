// The submissions of one session, for the up and down keys. Edits made to an old one while browsing are kept until
// something is submitted.

/** Oldest entries leave first; together they stay below this many UTF-16 units, so that an idle session stays small. */
const longest = 64 * 1024;

export interface History {
  add(text: string): void;
  /** The entry before or after the one shown, null at either end. `shown` is the line as it is now. */
  older(shown: string): string | null;
  newer(shown: string): string | null;
  /** Forgets where browsing stood and every unsent edit. */
  rewind(): void;
}

export function createHistory(): History {
  const entries: string[] = [];
  const edits = new Map<number, string>();
  let units = 0;
  /** `entries.length` is the new line below all entries. */
  let place = 0;

  const go = (to: number, shown: string): string | null => {
    if (to < 0 || to > entries.length) return null;
    edits.set(place, shown);
    place = to;
    return edits.get(to) ?? entries[to] ?? '';
  };
  const rewind = (): void => {
    edits.clear();
    place = entries.length;
  };

  return {
    add(text) {
      if (text.trim() !== '' && text !== entries.at(-1)) {
        entries.push(text);
        units += text.length;
        while (units > longest) units -= entries.shift()?.length ?? 0;
      }
      rewind();
    },
    older: (shown) => go(place - 1, shown),
    newer: (shown) => go(place + 1, shown),
    rewind,
  };
}
