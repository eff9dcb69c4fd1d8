// A recording on disk, read as it streams: constant memory also for hundreds of megabytes.
import { basename } from 'node:path';
import type { CastHeader, TimedEvent } from '../asciicast/cast.ts';
import { createCastDecoder } from '../asciicast/decode.ts';
import { faults, OstiaryError } from '../core/errors.ts';
import { type Line, readLines } from '../core/read-lines.ts';

export interface Cast {
  readonly header: CastHeader;
  /** All events from the start, each time it is called. A torn last line ends it silently. @throws CAST_INVALID */
  events(): AsyncGenerator<TimedEvent>;
}

/** Opens a cast (asciicast v2 or v3). @throws CAST_MISSING when it cannot be read, CAST_INVALID when it is none */
export async function readCast(file: string): Promise<Cast> {
  const name = basename(file);
  const decoder = createCastDecoder(name);
  for await (const [first] of linesOf(file, name)) {
    if (first !== undefined) decoder.feed(first.text);
    break;
  }
  if (decoder.header === null) throw faults.castInvalid(name, 1, 'the file is empty');
  return { header: decoder.header, events: () => eventsOf(file, name) };
}

async function* eventsOf(file: string, name: string): AsyncGenerator<TimedEvent> {
  const decoder = createCastDecoder(name);
  for await (const lines of linesOf(file, name)) {
    for (const { text, whole } of lines) {
      // Not `yield*`: for a plain array it waits three times as often.
      if (whole || isJson(text)) for (const event of decoder.feed(text)) yield event;
    }
  }
  yield* decoder.flush();
}

async function* linesOf(file: string, name: string): AsyncGenerator<readonly Line[]> {
  try {
    yield* readLines(file);
  } catch (error) {
    if (error instanceof OstiaryError) throw error;
    throw faults.castMissing(name, error as Error);
  }
}

/** Whether a line is whole: every proper prefix of a JSON array or object is no JSON. */
export function isJson(text: string): boolean {
  try {
    const value: unknown = JSON.parse(text);
    return typeof value === 'object' && value !== null;
  } catch {
    return false;
  }
}
