// Reads an export once, as a stream: its header and proof, and of its entries the hashes that the proof must lead to.
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
import { type ByteLine, readByteLines, textOf } from '../lines.ts';
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
  return { header, trailer, ...reader.found() };
}

interface EntryReader {
  take(line: ByteLine, number: number): Break | null;
  found(): Pick<ReadExport, 'entries' | 'end' | 'nodes' | 'before' | 'roots'>;
}

/** A whole range: entries stand at their index, one after the other. */
function rangeReader({ first }: ExportHeader, cut: number | null): EntryReader {
  const range = createCompactRange(first);
  let before: readonly Uint8Array[] = [];
  return {
    take({ bytes, start, end }) {
      range.append(hashLeafInPlace(bytes, start, end));
      if (range.end === cut) before = range.nodes();
      return null;
    },
    found: () => ({ entries: range.end - first, end: range.end, nodes: range.nodes(), before, roots: new Map() }),
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
  return {
    take(line, number) {
      if (entry === null) {
        const { index, session } = eventOf(textOf(line));
        if (index === null || index <= last) return broken('order', `line ${number} is no entry after entry ${last}`);
        if (session !== filter.session) return broken('header', `entry ${index} is not of ${filter.session}`);
        last = index;
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
    found: () => ({ entries, end: last + 1, nodes: [], before: [], roots }),
  };
}

/** Where an entry says it stands and which session it is of; nulls when it is no entry. */
export function eventOf(text: string): { readonly index: number | null; readonly session: unknown } {
  try {
    const { seq, session } = JSON.parse(text) as { readonly seq?: unknown; readonly session?: unknown };
    return { index: Number.isSafeInteger(seq) ? (seq as number) : null, session: session ?? null };
  } catch {
    return { index: null, session: null };
  }
}

export function broken(code: string, sentence: string): Break {
  return { code, sentence };
}
