// Port: recordings as a player reads them. Names of files come from outside: anything that is not exactly one of a
// recording's own files is answered with null.
import type { Readable } from 'node:stream';

/**
 * - `whole`: one cast, small enough for a player.
 * - `segmented`: an index with segments, each playable from its screen.
 * - `preparing`: the index of a big recording is being made; ask again.
 * - `gone`: deleted (retention), or not on this disk.
 */
export type ReplayForm = 'whole' | 'segmented' | 'preparing' | 'gone';

export interface ReplayFile {
  /** Of the body as stored. */
  readonly bytes: number;
  /** How the body is encoded (RFC 9110 §8.4). */
  readonly encoding: 'zstd' | null;
  readonly type: string;
  open(): Readable;
}

export interface Replays {
  form(session: string): Promise<ReplayForm>;
  /**
   * `cast` for the recording itself; `index.json`, `0.json`, `1.json` … of a segmented one.
   * @param idle longest pause that is kept, in seconds; null keeps all. Only segments need it: players do it for casts.
   */
  file(session: string, name: string, idle?: number | null): Promise<ReplayFile | null>;
  /** Seconds from the start of the recording at which each request's marker stands. */
  moments(session: string, idle?: number | null): Promise<ReadonlyMap<string, number>>;
  /** Makes the index of a big recording in the background; returns at once. */
  prepare(session: string): void;
  /** Deletes what was made from a recording. */
  forget(session: string): Promise<void>;
  close(): Promise<void>;
}
