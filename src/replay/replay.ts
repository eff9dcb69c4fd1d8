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
   * - `cast`: the recording for a player: returns where no terminal added them, pauses cut to `idle`. A big one, which
   *   is played by segments, is as stored.
   * - `recording`: the exact bytes as stored, for downloads; of a live session what is on disk.
   * - `index.json`, `0.json`, `1.json` … of a segmented one. With `idle` the index names its segments `0.json?idle=2`.
   * @param idle longest pause that is kept, in seconds, at least 1; null keeps all. The player is to be given none of
   *   its own: its clock would shift.
   */
  file(session: string, name: string, idle?: number | null): Promise<ReplayFile | null>;
  /** Seconds at which each request's marker stands, on the clock of the files with the same `idle`. */
  moments(session: string, idle?: number | null): Promise<ReadonlyMap<string, number>>;
  /** Makes the index of a big recording in the background; returns at once. */
  prepare(session: string): void;
  /** Deletes what was made from a recording. */
  forget(session: string): Promise<void>;
  close(): Promise<void>;
}
