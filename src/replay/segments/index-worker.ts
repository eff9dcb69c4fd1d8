// Worker thread: makes the index of one recording, at low priority, and tells how that went.
import { writeFile } from 'node:fs/promises';
import { parentPort, workerData } from 'node:worker_threads';
import { constants, zstdCompressSync } from 'node:zlib';
import { sentenceOf } from '../../core/errors.ts';
import { giveWay } from '../../core/worker-threads.ts';
import { readCast } from '../read-cast.ts';
import { beginIndex, finishIndex, type SourceStamp, segmentPath } from './index-file.ts';
import { makeSegments } from './make-segments.ts';

export interface IndexOrder {
  readonly file: string;
  readonly folder: string;
  readonly source: SourceStamp;
}

/** Null when the index is there, else why not. */
export type IndexReport = string | null;

const zstd = { params: { [constants.ZSTD_c_compressionLevel]: 3 } };

async function makeIndex({ file, folder, source }: IndexOrder): Promise<void> {
  await beginIndex(folder);
  const index = await makeSegments(await readCast(file), (number, text) =>
    writeFile(segmentPath(folder, number), zstdCompressSync(text, zstd), { mode: 0o600 }),
  );
  await finishIndex(folder, { source, ...index });
}

giveWay();
const report: IndexReport = await makeIndex(workerData as IndexOrder).then(() => null, sentenceOf);
parentPort?.postMessage(report);
