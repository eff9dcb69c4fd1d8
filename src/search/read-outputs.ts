// What each statement of a recording printed, and when its marker stands. The log says from which byte of the file to
// which a statement ran: prompts and the echo of typing lie outside.
import { basename } from 'node:path';
import type { TimedEvent } from '../asciicast/cast.ts';
import { createCastDecoder } from '../asciicast/decode.ts';
import { readMarkerLabel } from '../core/marker-label.ts';
import { readLines } from '../core/read-lines.ts';
import { createOutputText, type OutputText } from './output-text.ts';

export interface Ran {
  readonly request: string;
  /** Bytes of the recording; null when it did not start, or when it is not known where it ended. */
  readonly from: number | null;
  readonly to: number | null;
}

/** Seconds of the recording at which the marker of each request stands. */
export type Moments = ReadonlyMap<string, number>;

/**
 * Reads a recording once, in constant memory.
 * @param statements in the order in which they ran
 * @param keep takes what a statement printed, when it ended. @throws CAST_INVALID, Node's system errors
 */
export async function readOutputs(
  file: string,
  statements: readonly Ran[],
  keep: (request: string, text: string, moments: Moments) => void,
): Promise<Moments> {
  const decoder = createCastDecoder(basename(file));
  const moments = new Map<string, number>();
  const windows = windowsOf(statements);
  let current: { readonly request: string; readonly to: number; readonly text: OutputText } | null = null;
  let offset = 0;

  const take = async (events: readonly TimedEvent[]) => {
    for (const { micros, event } of events) {
      if (event.type === 'output') await current?.text.feed(event.bytes);
      if (event.type !== 'marker') continue;
      const statement = readMarkerLabel(event.label);
      if (statement !== null) moments.set(statement.request, micros / 1_000_000);
    }
  };
  const finish = async () => {
    if (current !== null) keep(current.request, await current.text.finish(), moments);
    current = null;
  };
  /** Output is decoded one line late; what is held belongs to before. */
  const cross = async () => {
    const ends = current !== null && offset >= current.to;
    const begins = windows[0] !== undefined && offset >= windows[0].from;
    if (!ends && !begins) return;
    await take(decoder.flush());
    await finish();
    const next = windows[0] !== undefined && offset >= windows[0].from ? windows.shift() : undefined;
    const { cols, rows } = decoder.header ?? { cols: 80, rows: 24 };
    if (next !== undefined) current = { ...next, text: createOutputText({ cols, rows }) };
  };

  for await (const lines of readLines(file)) {
    for (const { text, whole } of lines) {
      if (!whole) break;
      await cross();
      await take(decoder.feed(text));
      offset += Buffer.byteLength(text) + 1;
    }
  }
  await take(decoder.flush());
  await finish();
  return moments;
}

interface Window {
  readonly request: string;
  readonly from: number;
  readonly to: number;
}

/** One whose end is not known goes on until the next one begins. */
function windowsOf(statements: readonly Ran[]): Window[] {
  return statements.flatMap(({ request, from, to }) =>
    from === null ? [] : [{ request, from, to: to ?? Number.POSITIVE_INFINITY }],
  );
}
