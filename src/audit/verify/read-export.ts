// Reads an export once, as a stream: its header and proof, and of its entries the hashes that the proof must lead to.
import { type ByteLine, readByteLines, textOf } from '../../core/read-lines.ts';
import { createCompactRange } from '../compact-range.ts';
import {
  type ExportHeader,
  type ExportTrailer,
  exportHeader,
  exportTrailer,
  inclusionLine,
  parseHashes,
  parseLine,
  trailerStart,
} from '../export-format.ts';
import { hashLeafInPlace } from '../merkle.ts';
import { rootByPath } from '../proofs.ts';

export interface Break {
  /** Stable, for programs. */
  readonly code: string;
  /** What and where, for a person. */
  readonly sentence: string;
}

export interface ReadExport {
  readonly header: ExportHeader;
  readonly trailer: ExportTrailer;
  readonly entries: number;
  /** One past the last entry. */
  readonly end: number;
  /** When the first and the last entry were written, as they say; null when there is none. */
  readonly from: string | null;
  readonly to: string | null;
  /** Unfiltered: the nodes of the entries' range, and of its part before the cut. */
  readonly nodes: readonly Uint8Array[];
  readonly before: readonly Uint8Array[];
  /** Filtered: the roots that the entries' own proofs lead to, each with the first index that does. */
  readonly roots: ReadonlyMap<string, number>;
}

/** @param cut a leaf index, the end of an older checkpoint. @throws Node's system errors */
export async function readExport(file: string, cut: number | null): Promise<ReadExport | Break> {
  let header: ExportHeader | null = null;
  let trailer: ExportTrailer | null = null;
  let reader: EntryReader | null = null;
  let number = 0;
  for await (const lines of readByteLines(file)) {
    for (const line of lines) {
      number += 1;
      if (trailer !== null) return broken('trailing', `line ${number} follows the proof, which is the last line`);
      if (reader === null) {
        header = parseLine(exportHeader, textOf(line));
        if (header === null) return broken('header', 'the first line is no header of an export of this version');
        reader = header.filtered ? filteredReader(header) : rangeReader(header, cut);
      } else if (line.bytes.toString('latin1', line.start, line.start + trailerStart.length) === trailerStart) {
        trailer = parseLine(exportTrailer, textOf(line));
        if (trailer === null) return broken('proof', `line ${number} is no proof of an export of this version`);
      } else {
        const failure = reader.take(line, number);
        if (failure !== null) return failure;
      }
    }
  }
  if (header === null || reader === null) return broken('header', 'the file is empty');
  if (trailer === null) return broken('truncated', `the file ends after line ${number}, without its proof`);
  const unproven = reader.unproven();
  if (unproven !== null) return broken('proof', `entry ${unproven} stands there without a proof`);
  return { header, trailer, ...reader.found() };
}

interface EntryReader {
  take(line: ByteLine, number: number): Break | null;
  /** Index of a last entry whose own proof did not come. */
  unproven(): number | null;
  found(): Pick<ReadExport, 'entries' | 'end' | 'from' | 'to' | 'nodes' | 'before' | 'roots'>;
}

/** A whole range: entries stand at their index, one after the other. */
function rangeReader({ first }: ExportHeader, cut: number | null): EntryReader {
  const range = createCompactRange(first);
  let before: readonly Uint8Array[] = [];
  let from: string | null = null;
  let last: ByteLine | null = null;
  return {
    take(line) {
      if (last === null) from = eventOf(textOf(line)).time;
      last = line;
      range.append(hashLeafInPlace(line.bytes, line.start, line.end));
      if (range.end === cut) before = range.nodes();
      return null;
    },
    unproven: () => null,
    found() {
      const to = last === null ? null : eventOf(textOf(last)).time;
      return {
        entries: range.end - first,
        end: range.end,
        from,
        to,
        nodes: range.nodes(),
        before,
        roots: new Map(),
      };
    },
  };
}

/** More different roots than this need not be told apart. */
const enough = 1000;

/** Chosen entries, each followed by its inclusion proof. */
function filteredReader({ size, first, filter }: ExportHeader): EntryReader {
  const roots = new Map<string, number>();
  let entry: { readonly index: number; readonly leaf: Buffer } | null = null;
  let last = first - 1;
  let entries = 0;
  let [from, to]: (string | null)[] = [null, null];
  return {
    take(line, number) {
      if (entry === null) {
        const { index, session, time } = eventOf(textOf(line));
        if (index === null || index <= last) return broken('order', `line ${number} is no entry after entry ${last}`);
        if (entries === 0 && index !== first) {
          return broken('order', `line ${number} is entry ${index}, and the header begins with ${first}`);
        }
        if (session !== filter.session) return broken('header', `entry ${index} is not of ${filter.session}`);
        last = index;
        from ??= time;
        to = time;
        entry = { index, leaf: hashLeafInPlace(line.bytes, line.start, line.end) };
        return null;
      }
      const proof = parseLine(inclusionLine, textOf(line));
      if (proof === null) return broken('proof', `line ${number} is no proof of the entry before it`);
      const root = rootByPath(entry.leaf, entry.index, size, parseHashes(proof.inclusion));
      const name = root === null ? '' : Buffer.from(root).toString('base64');
      if (!roots.has(name) && roots.size < enough) roots.set(name, entry.index);
      entry = null;
      entries += 1;
      return null;
    },
    unproven: () => entry?.index ?? null,
    found: () => ({ entries, end: last + 1, from: from ?? null, to: to ?? null, nodes: [], before: [], roots }),
  };
}

interface EventLine {
  readonly index: number | null;
  readonly session: unknown;
  readonly time: string | null;
}

/** Where an entry says it stands, which session it is of, when it was written; nulls when it is no entry. */
export function eventOf(text: string): EventLine {
  try {
    const { seq, session, time } = JSON.parse(text) as Readonly<Record<string, unknown>>;
    return {
      index: Number.isSafeInteger(seq) ? (seq as number) : null,
      session: session ?? null,
      time: typeof time === 'string' && !Number.isNaN(Date.parse(time)) ? new Date(time).toISOString() : null,
    };
  } catch {
    return { index: null, session: null, time: null };
  }
}

export function broken(code: string, sentence: string): Break {
  return { code, sentence };
}
