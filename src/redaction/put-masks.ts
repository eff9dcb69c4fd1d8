// Puts masks over ranges of a text, and knows where the places of the text are then.

/** A half-open range and what stands in its place; in UTF-16 units. */
export interface Mask {
  readonly start: number;
  readonly end: number;
  readonly mask: string;
}

export interface MaskedText {
  readonly text: string;
  /** Where a place of the original lies in `text`. */
  readonly place: (at: number) => number;
}

/**
 * @param masks in order, disjoint
 * @param inside which end of a mask stands for the places it covers
 */
export function putMasks(text: string, masks: readonly Mask[], inside: 'start' | 'end'): MaskedText {
  let shown = '';
  let from = 0;
  const placed = masks.map(({ start, end, mask }) => {
    shown += text.slice(from, start);
    const covers = { start, end, shownStart: shown.length, shownEnd: shown.length + mask.length };
    shown += mask;
    from = end;
    return covers;
  });
  return {
    text: shown + text.slice(from),
    place(at) {
      const last = placed.findLast(({ start }) => start < at);
      if (last === undefined) return at;
      if (at >= last.end) return at - last.end + last.shownEnd;
      return inside === 'start' ? last.shownStart : last.shownEnd;
    },
  };
}
