// A recording for other players: asciicast v3 as it is, byte for byte, or the older v2.
import { createReadStream } from 'node:fs';
import type { TimedEvent } from '../asciicast/cast.ts';
import { printEventV2, printHeaderV2 } from '../asciicast/encode-v2.ts';
import { createReturnAdder } from '../terminal/add-returns.ts';
import { type Cast, readCast } from './read-cast.ts';

export const exportFormats = ['asciicast-v3', 'asciicast-v2'] as const;
export type ExportFormat = (typeof exportFormats)[number];

/** Pieces of the exported file, streaming. @throws CAST_MISSING, CAST_INVALID */
export async function* exportCast(file: string, format: ExportFormat): AsyncGenerator<string | Uint8Array> {
  const cast = await readCast(file);
  if (format === 'asciicast-v2') yield* exportV2(cast);
  else yield* createReadStream(file) as AsyncIterable<Uint8Array>;
}

const pieceSize = 64 * 1024; // characters

async function* exportV2(cast: Cast): AsyncGenerator<string> {
  const addReturns = createReturnAdder(cast.header.ostiary?.pty !== false);
  const display = (timed: TimedEvent): TimedEvent => {
    const { event } = timed;
    if (event.type !== 'output') return timed;
    return { ...timed, event: { ...event, bytes: addReturns(event.bytes) } };
  };
  let piece = printHeaderV2(cast.header);
  for await (const timed of cast.events()) {
    piece += printEventV2(display(timed));
    if (piece.length < pieceSize) continue;
    yield piece;
    piece = '';
  }
  yield piece;
}
