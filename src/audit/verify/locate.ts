// Where an export is broken: its entries are read again and compared, 256 by 256, with the hashes its proof states.
import { readByteLines, textOf } from '../../core/read-lines.ts';
import { createCompactRange } from '../compact-range.ts';
import type { ExportHeader } from '../export-format.ts';
import { hashLeafInPlace, rootOf, type Span, spansOf } from '../merkle.ts';
import { TILE } from '../tree.ts';
import { type Break, broken, eventOf } from './read-export.ts';

/** @param pieces the stated hashes of `spansOf(first, last + 1, TILE)`. Null when all entries fit them. */
export async function locateBreak(
  file: string,
  { first, last }: ExportHeader,
  entries: number,
  pieces: readonly Uint8Array[],
): Promise<Break | null> {
  const spans = spansOf(first, last + 1, TILE);
  let span = spans.next().value as Span | undefined;
  let piece = 0;
  let range = createCompactRange();
  let texts: string[] = [];
  let left = entries;
  let header = true;
  for await (const lines of readByteLines(file)) {
    for (const line of lines) {
      if (header) header = false;
      else if (left-- > 0) {
        if (span === undefined) return unexpected(textOf(line), last + 1);
        texts.push(textOf(line));
        range.append(hashLeafInPlace(line.bytes, line.start, line.end));
        if (range.end < 2 ** span.level) continue;
        if (!rootOf(range.nodes()).equals(pieces[piece] ?? Buffer.alloc(0))) return describe(texts, span);
        [span, piece, range, texts] = [spans.next().value as Span | undefined, piece + 1, createCompactRange(), []];
      }
    }
  }
  return span === undefined ? null : describe(texts, span);
}

function describe(texts: readonly string[], { start, level }: Span): Break {
  for (const [offset, text] of texts.entries()) {
    if (eventOf(text).index !== start + offset) return unexpected(text, start + offset);
  }
  const end = start + 2 ** level;
  if (texts.length < end - start) {
    return broken('count', `entries ${start + texts.length} to ${end - 1} are missing, and perhaps more`);
  }
  return broken(
    'entry',
    level === 0
      ? `entry ${start} is not what was logged`
      : `among the entries ${start} to ${end - 1} at least one is not what was logged`,
  );
}

function unexpected(text: string, expected: number): Break {
  const found = eventOf(text).index;
  const stands = found === null ? 'something that is no entry' : `entry ${found}`;
  return broken('order', `where entry ${expected} belongs stands ${stands}: something was dropped, inserted or moved`);
}
