// Recordings for the page's player: small ones whole, big ones by an index of segments that a worker made.
import { createReadStream } from 'node:fs';
import { rm, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { BoundedMap } from '../core/bounded-map.ts';
import { isId } from '../core/ids.ts';
import type { Log } from '../core/log.ts';
import { readMarkerLabel } from '../core/marker-label.ts';
import { recordingFile } from '../core/recording-file.ts';
import type { StoreReader } from '../store/store.ts';
import { playableCast } from './playable-cast.ts';
import { readCast } from './read-cast.ts';
import type { ReplayFile, ReplayForm, Replays } from './replay.ts';
import { type CastScan, emptyScan, scanOn } from './scan-cast.ts';
import { readIndex, type SegmentIndex, type SourceStamp } from './segments/index-file.ts';
import { createIndexMaker } from './segments/index-maker.ts';
import { fileOf, playerIndex, playerSegment } from './segments/player-files.ts';
import { createTimeline, type Gap } from './timeline.ts';

export interface ReplayParts {
  readonly store: Pick<StoreReader, 'session'>;
  /** The recordings folder. */
  readonly recordings: string;
  /** The state folder; indexes lie in `replay/<session>/` below it. */
  readonly state: string;
  readonly log: Log;
  /** Casts of more bytes than this are played by segments. */
  readonly limit?: number;
}

/** A recording that is there. */
interface Found extends SourceStamp {
  readonly file: string;
  readonly isLive: boolean;
}

const usualLimit = 4 * 1024 * 1024;
/** So many recordings are remembered between two questions about them. */
const remembered = 64;
const castType = 'application/x-asciicast';
const names = /^(?:cast|recording|index\.json|(\d{1,6})\.json)$/;

export function createReplays({ store, recordings, state, log, limit = usualLimit }: ReplayParts): Replays {
  const maker = createIndexMaker(log);
  const failed = new Set<string>();
  const indexes = new BoundedMap<string, SegmentIndex>(remembered);
  const scans = new BoundedMap<string, { readonly scan: CastScan; turn: Promise<void> }>(remembered);
  const folderOf = (session: string) => join(state, 'replay', session);

  async function find(session: string): Promise<Found | null> {
    const row = isId('ses', session) ? store.session(session) : null;
    const file = row === null ? null : recordingFile(recordings, row);
    if (row === null || file === null) return null;
    try {
      const { size, mtimeMs } = await stat(file);
      return { file, bytes: size, modified: mtimeMs, isLive: row.state === 'live' };
    } catch {
      return null;
    }
  }

  async function indexOf(session: string, { bytes, modified, isLive }: Found): Promise<SegmentIndex | null> {
    if (isLive || bytes <= limit) return null;
    const known = indexes.get(session);
    if (known?.source.bytes === bytes && known.source.modified === modified) return known;
    const index = await readIndex(folderOf(session), { bytes, modified });
    if (index !== null) indexes.set(session, index);
    return index;
  }

  async function make(session: string): Promise<void> {
    const found = await find(session);
    if (found === null || found.isLive || found.bytes <= limit || failed.has(session)) return;
    if ((await indexOf(session, found)) !== null) return;
    const { file, bytes, modified } = found;
    const made = await maker.make(session, { file, folder: folderOf(session), source: { bytes, modified } });
    if (!made) failed.add(session);
  }

  async function scanOf(session: string, { file, bytes }: Found): Promise<CastScan> {
    let entry = scans.get(session);
    if (entry === undefined || entry.scan.offset > bytes) {
      entry = { scan: emptyScan(), turn: Promise.resolve() };
      scans.set(session, entry);
    }
    const { scan } = entry;
    // One look at a time: each goes on where the one before ended.
    entry.turn = entry.turn.catch(() => {}).then(() => scanOn(file, scan, bytes));
    await entry.turn;
    return scan;
  }

  const marksOf = async (session: string, found: Found) =>
    (await indexOf(session, found)) ?? (await scanOf(session, found));

  async function castOf(session: string, found: Found, idle: number | null): Promise<ReplayFile> {
    const cast = await readCast(found.file);
    const isPlayable = idle === null && cast.header.ostiary?.pty !== false;
    if (isPlayable || found.bytes > limit) return recordingOf(found);
    const gaps: readonly Gap[] = idle === null ? [] : (await marksOf(session, found)).gaps;
    return fileOf(await playableCast(cast, createTimeline(gaps, idle)), castType);
  }

  return {
    async form(session): Promise<ReplayForm> {
      const found = await find(session);
      if (found === null) return 'gone';
      if (found.isLive || found.bytes <= limit || failed.has(session)) return 'whole';
      if ((await indexOf(session, found)) !== null) return 'segmented';
      void make(session);
      return 'preparing';
    },
    async file(session, name, idle = null) {
      const [known, number] = names.exec(name) ?? [];
      const found = known === undefined ? null : await find(session);
      if (found === null) return null;
      if (name === 'recording') return recordingOf(found);
      if (name === 'cast') return castOf(session, found, idle);
      const index = await indexOf(session, found);
      if (index === null) return null;
      if (number === undefined) return playerIndex(index, idle);
      return playerSegment(folderOf(session), index, Number(number), idle);
    },
    async moments(session, idle = null) {
      const found = await find(session);
      if (found === null) return new Map();
      const { markers, gaps } = await marksOf(session, found);
      // A big cast without an index is played as it is.
      const at = createTimeline(gaps, failed.has(session) ? null : idle);
      return new Map(
        markers.flatMap(([micros, label]) => {
          const statement = readMarkerLabel(label);
          return statement === null ? [] : [[statement.request, at(micros) / 1_000_000] as const];
        }),
      );
    },
    prepare: (session) => void make(session),
    async forget(session) {
      await maker.cancel(session);
      indexes.delete(session);
      scans.delete(session);
      failed.delete(session);
      if (isId('ses', session)) await rm(folderOf(session), { recursive: true, force: true });
    },
    close: maker.close,
  };
}

function recordingOf({ file, bytes }: Found): ReplayFile {
  const open = () => (bytes === 0 ? Readable.from([]) : createReadStream(file, { end: bytes - 1 }));
  return { bytes, encoding: null, type: castType, open };
}
