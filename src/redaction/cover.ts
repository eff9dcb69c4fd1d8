// Masks for a card: a statement is shown with its secrets covered, but only where it is literal text. A finding that
// reaches further would hide syntax: such a statement cannot be covered, and so it cannot be shown.
import { type Mask, putMasks } from './put-masks.ts';
import type { Found } from './redaction.ts';

export type Cover =
  | {
      readonly kind: 'covered';
      readonly text: string;
      /** Masks put, by rule. */
      readonly masks: Readonly<Record<string, number>>;
      /** Where a place of the original lies in `text`; inside a mask it is the start of the mask. */
      readonly place: (at: number) => number;
    }
  /** `what`: the rule whose finding reaches beyond literal text. */
  | { readonly kind: 'uncoverable'; readonly what: string };

type Range = readonly [start: number, end: number];

/**
 * All ranges are half-open, in UTF-16 units of `text`.
 * @param found in order of their starts; they may overlap
 * @param literals where a mask may lie: ordered, disjoint
 * @param maskOf what stands in place of a value
 */
export function cover(
  text: string,
  found: readonly Found[],
  literals: readonly Range[],
  maskOf: (kind: string, value: string) => string,
): Cover {
  const covered: Mask[] = [];
  const masks: Record<string, number> = {};
  let done = 0;
  for (const finding of found) {
    const [start, end] = withoutQuotes(text, Math.max(finding.start, done), finding.end, literals);
    if (start >= end) continue;
    const { kind } = finding;
    if (!literals.some(([from, to]) => from <= start && end <= to)) return { kind: 'uncoverable', what: kind };
    covered.push({ start, end, mask: maskOf(kind, text.slice(start, end)) });
    masks[kind] = (masks[kind] ?? 0) + 1;
    done = end;
  }
  return { kind: 'covered', ...putMasks(text, covered, 'start'), masks };
}

/** Quotes around a value stay in sight. */
function withoutQuotes(text: string, start: number, end: number, literals: readonly Range[]): Range {
  const isQuote = (at: number) =>
    '\'"'.includes(text[at] as string) && !literals.some(([from, to]) => from <= at && at < to);
  let [from, to] = [start, end];
  while (from < to && isQuote(from)) from++;
  while (to > from && isQuote(to - 1)) to--;
  return [from, to];
}
