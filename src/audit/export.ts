// Writes an export of the log: what an auditor takes away and checks without us.
import { faults } from '../core/errors.ts';
import type { LogEntry, LogReader } from '../store/log.ts';
import { parseCheckpoint } from './checkpoint.ts';
import { type ExportHeader, type ExportTrailer, printHashes } from './export-format.ts';
import { createTree, TILE, type Tree } from './tree.ts';

export interface ExportOrder {
  /** ISO 8601 UTC; null: no border. */
  readonly after: string | null;
  readonly before: string | null;
  /** Only entries of this session: then the export is filtered. */
  readonly session: string | null;
  /** Size of an older checkpoint that the log shall be shown to continue. */
  readonly since: number | null;
}

/** Characters of a piece. */
const pieceSize = 256 * 1024;

/**
 * Pieces of the file, as of the newest checkpoint.
 * @throws OstiaryError CHECKPOINT_NONE, LOG_CONTRADICTED when `since` is larger than the log.
 */
export function* exportLog(log: LogReader, order: ExportOrder): Generator<string> {
  const stored = log.checkpoint();
  const checkpoint = stored === null ? null : parseCheckpoint(stored.note);
  if (stored === null || checkpoint === null) throw faults.checkpointNone();
  const { origin, size } = checkpoint;
  if (order.since !== null && order.since > size) {
    throw faults.logContradicted(`the older checkpoint has ${order.since} events, the newest only ${size}`);
  }
  const tree = createTree(size, log.leaves);
  const range = rangeOf(log, size, order);
  const { since, ...filter } = order;
  const filtered = order.session !== null;
  const header: ExportHeader = {
    format: 'ostiary-audit-export',
    version: 1,
    origin,
    size,
    ...range,
    filtered,
    filter,
  };
  yield `${JSON.stringify(header)}\n`;

  const end = range.last + 1;
  const entries = log.entries(range.first, end, order.session ?? undefined);
  yield* pieces(filtered ? withProofs(entries, tree) : bodies(entries));

  const trailer: ExportTrailer = {
    checkpoint: stored.note,
    range: filtered
      ? null
      : {
          left: printHashes(tree.nodes(0, range.first)),
          pieces: printHashes(tree.nodes(range.first, end, TILE)),
          right: printHashes(tree.nodes(end, size)),
        },
    consistency: since === null ? null : { size: since, path: since === 0 ? [] : printHashes(tree.consistency(since)) },
  };
  yield `${JSON.stringify(trailer)}\n`;
}

function rangeOf(log: LogReader, size: number, { after, before, session }: ExportOrder) {
  const found = log.range(after, before);
  const first = Math.min(found.first, size);
  const end = Math.min(found.end, size);
  if (session === null) return { first, last: end - 1, entries: end - first };
  let [least, most, entries] = [-1, -1, 0];
  for (const { seq } of log.entries(first, end, session)) {
    if (least < 0) least = seq;
    most = seq;
    entries += 1;
  }
  return entries === 0 ? { first, last: first - 1, entries } : { first: least, last: most, entries };
}

function* bodies(entries: Iterable<LogEntry>): Generator<string> {
  for (const { body } of entries) yield `${body}\n`;
}

function* withProofs(entries: Iterable<LogEntry>, tree: Tree): Generator<string> {
  for (const { body, seq } of entries) {
    yield `${body}\n${JSON.stringify({ inclusion: printHashes(tree.inclusion(seq)) })}\n`;
  }
}

function* pieces(lines: Iterable<string>): Generator<string> {
  let piece = '';
  for (const line of lines) {
    piece += line;
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
