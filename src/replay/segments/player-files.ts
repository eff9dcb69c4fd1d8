// The files of a segmented recording as the player gets them: the index made from ours, and segments, whose times are
// rewritten when long pauses are to be left out.
import { createReadStream } from 'node:fs';
import { readFile, stat } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { promisify } from 'node:util';
import { zstdDecompress } from 'node:zlib';
import { printSeconds } from '../../asciicast/seconds.ts';
import { isSystemError } from '../../core/errors.ts';
import type { ReplayFile } from '../replay.ts';
import { createTimeline, type Timeline } from '../timeline.ts';
import { type SegmentIndex, segmentPath } from './index-file.ts';

const decompress = promisify(zstdDecompress);
const jsonType = 'application/json';

/** @param idle in seconds; it goes on in the addresses of the segments */
export function playerIndex(index: SegmentIndex, idle: number | null): ReplayFile {
  const at = createTimeline(index.gaps, idle);
  const query = idle === null ? '' : `?idle=${idle}`;
  // Numbers as printed in the segments: a player compares them.
  const segments = index.starts.map(
    (start, number) => `{"start":${printSeconds(at(start))},"url":"${number}.json${query}"}`,
  );
  const markers = index.markers.map(([micros, label]) => `[${printSeconds(at(micros))},${JSON.stringify(label)}]`);
  return fileOf(
    `{"version":1,"duration":${printSeconds(at(index.duration))},"term":${JSON.stringify(index.term)},` +
      `"segments":[${segments}],"markers":[${markers}]}`,
  );
}

/** Null when there is no such segment, or it was just deleted. */
export async function playerSegment(
  folder: string,
  index: SegmentIndex,
  number: number,
  idle: number | null,
): Promise<ReplayFile | null> {
  if (number >= index.starts.length) return null;
  const file = segmentPath(folder, number);
  try {
    if (idle === null) {
      const { size } = await stat(file);
      return { bytes: size, encoding: 'zstd', type: jsonType, open: () => createReadStream(file) };
    }
    const text = (await decompress(await readFile(file))).toString();
    return fileOf(moveTimes(text, createTimeline(index.gaps, idle)));
  } catch (error) {
    if (isSystemError(error, 'ENOENT')) return null;
    throw error;
  }
}

/** Each event stands at the beginning of a line; no text within JSON can. */
function moveTimes(segment: string, at: Timeline): string {
  return segment.replace(/^\[(\d+)\.(\d{6}),/gm, (_, seconds, micros) => {
    return `[${printSeconds(at(Number(seconds) * 1_000_000 + Number(micros)))},`;
  });
}

export function fileOf(body: string | Buffer, type = jsonType): ReplayFile {
  const bytes = Buffer.from(body as string);
  return { bytes: bytes.length, encoding: null, type, open: () => Readable.from([bytes]) };
}
