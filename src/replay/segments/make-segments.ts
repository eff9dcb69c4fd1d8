// A recording cut into segments that a player can start from: each begins with the screen as it is before its first
// event (the segmented source of asciinema-player 3.17). Streaming, in constant memory.
import type { TimedEvent } from '../../asciicast/cast.ts';
import { eventWords } from '../../asciicast/event-words.ts';
import { printSeconds } from '../../asciicast/seconds.ts';
import { createReturnAdder } from '../../terminal/add-returns.ts';
import { createEmulator } from '../../terminal/emulator.ts';
import type { Cast } from '../read-cast.ts';
import { type Gap, shortestGap } from '../timeline.ts';
import type { SegmentIndex } from './index-file.ts';

/** In characters: a segment is closed at the next good place, at any place, and how often one is looked for. */
export interface SegmentSizes {
  readonly wanted: number;
  readonly most: number;
  readonly look: number;
}

const usualSizes: SegmentSizes = { wanted: 1024 * 1024, most: 4 * 1024 * 1024, look: 16 * 1024 };

/** The emulator is fed in pieces of this many characters. */
const batchSize = 64 * 1024;

/** @param keep stores the text of one segment */
export async function makeSegments(
  cast: Cast,
  keep: (number: number, text: string) => Promise<void>,
  sizes = usualSizes,
): Promise<Omit<SegmentIndex, 'version' | 'source'>> {
  const { cols, rows, ostiary } = cast.header;
  const emulator = createEmulator({ cols, rows });
  const addReturns = createReturnAdder(ostiary?.pty !== false);
  const starts = [0];
  const markers: [number, string][] = [];
  const gaps: Gap[] = [];
  let snapshot = { cols, rows, init: '' };
  let lines: string[] = [];
  let size = 0;
  let batch = '';
  let last = 0;

  const draw = () => {
    const text = batch;
    batch = '';
    return new Promise<void>((resolve) => emulator.write(text, resolve));
  };
  /** Whether a segment may end before this event, with everything drawn that came. */
  const isGoodPlace = async ({ micros, event }: TimedEvent): Promise<boolean> => {
    if (size < sizes.wanted || micros === last) return false;
    if (size < sizes.most && batch.length < sizes.look && event.type !== 'marker') return false;
    await draw();
    return size >= sizes.most || emulator.isPlain();
  };
  const close = async () => {
    await keep(starts.length - 1, `{"snapshot":${JSON.stringify(snapshot)},"events":[\n${lines.join(',\n')}\n]}\n`);
    lines = [];
    size = 0;
  };
  const add = (micros: number, code: string, data: string) => {
    const line = `[${printSeconds(micros)},"${code}",${JSON.stringify(data)}]`;
    lines.push(line);
    size += line.length;
    last = micros;
  };

  try {
    for await (const timed of cast.events()) {
      const { micros, event } = timed;
      if (await isGoodPlace(timed)) {
        await close();
        const { terminal } = emulator;
        snapshot = { cols: terminal.cols, rows: terminal.rows, init: emulator.snapshot() };
        starts.push(micros);
      }
      const [code, data] = eventWords(event.type === 'output' ? { ...event, bytes: addReturns(event.bytes) } : event);
      if (micros - last >= shortestGap) gaps.push([micros, micros - last]);
      add(micros, code, data);
      if (event.type === 'marker') markers.push([micros, data]);
      else if (event.type === 'output') batch += data;
      else if (event.type === 'resize') {
        await draw();
        emulator.resize(event);
      }
      if (batch.length > batchSize) await draw();
    }
    // No segment is empty, and none begins where the recording ends.
    if (lines.length === 0 || (starts.length > 1 && starts.at(-1) === last)) add(last + 1, 'o', '');
    await close();
  } finally {
    emulator.close();
  }
  return { term: { cols, rows }, duration: last, starts, markers, gaps };
}
