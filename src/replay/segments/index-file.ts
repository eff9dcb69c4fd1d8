// What lies in the folder of a segmented recording: `0.json.zst`, `1.json.zst` … as the player reads them, and, written
// last so that its presence means complete, our own index, from which the player's is made.
import { mkdir, readFile, rename, rm, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { Gap } from '../timeline.ts';

/** Of this file; another one is made anew. */
const version = 1;

export interface SegmentIndex {
  readonly version: number;
  /** The cast it was made from: a cast that changed is segmented anew. */
  readonly source: SourceStamp;
  readonly term: { readonly cols: number; readonly rows: number };
  /** All times µs of the recording. */
  readonly duration: number;
  /** Where each segment starts. */
  readonly starts: readonly number[];
  readonly markers: readonly (readonly [micros: number, label: string])[];
  readonly gaps: readonly Gap[];
}

export interface SourceStamp {
  readonly bytes: number;
  /** Milliseconds since 1970. */
  readonly modified: number;
}

const indexName = 'index.json';

export const segmentPath = (folder: string, number: number): string => join(folder, `${number}.json.zst`);

/** An empty folder for a new index. */
export async function beginIndex(folder: string): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  await mkdir(folder, { recursive: true, mode: 0o700 });
}

export async function finishIndex(folder: string, index: Omit<SegmentIndex, 'version'>): Promise<void> {
  const unfinished = join(folder, `${indexName}.tmp`);
  await writeFile(unfinished, JSON.stringify({ version, ...index }), { mode: 0o600 });
  await rename(unfinished, join(folder, indexName));
}

/** The index that was made from exactly this cast; null when there is none. */
export async function readIndex(folder: string, source: SourceStamp): Promise<SegmentIndex | null> {
  try {
    const index = JSON.parse(await readFile(join(folder, indexName), 'utf8')) as SegmentIndex;
    const isCurrent = index.version === version && index.source.bytes === source.bytes;
    return isCurrent && index.source.modified === source.modified ? index : null;
  } catch {
    return null;
  }
}
