// Lines of a cast (asciicast v2 or v3) → events with absolute times and exact bytes. Comments, blank lines and unknown
// codes are skipped; what is understood but wrong is a fault that names the line.
import { faults } from '../core/errors.ts';
import type { CastEvent, CastHeader, TimedEvent } from './cast.ts';
import { parseHeader } from './header.ts';

export interface CastDecoder {
  /** Known after the first line. */
  readonly header: CastHeader | null;
  /** Takes one line without its line feed. Output is held for one line, which may hold its exact bytes. */
  feed(line: string): readonly TimedEvent[];
  /** What is held, at the end of the cast. */
  flush(): readonly TimedEvent[];
}

type BytesEvent = Extract<CastEvent, { readonly bytes: Uint8Array }>;

/** @param name what faults call the cast, such as its file name. @throws CAST_INVALID from `feed` */
export function createCastDecoder(name: string): CastDecoder {
  let number = 0;
  let parsed: { version: 2 | 3; header: CastHeader } | null = null;
  let micros = 0;
  let stream: 'stdout' | 'stderr' = 'stdout';
  let held: { readonly micros: number; readonly event: BytesEvent; readonly text: string } | null = null;

  const invalid = (why: string) => faults.castInvalid(name, number, why);

  const flush = (): readonly TimedEvent[] => {
    if (held === null) return [];
    const { micros, event } = held;
    held = null;
    return [{ micros, event }];
  };

  const restoreBytes = (base64: string): readonly TimedEvent[] => {
    const bytes = Buffer.from(base64, 'base64');
    if (held === null || bytes.toString() !== held.text) {
      throw invalid('its bytes are not those of the text before it');
    }
    held = { ...held, event: { ...held.event, bytes } };
    return flush();
  };

  const timeOf = (value: unknown): number => {
    if (typeof value !== 'number' || !Number.isFinite(value) || value < 0) throw invalid('its time is not a number');
    return Math.max(micros, Math.round(value * 1_000_000) + (parsed?.version === 3 ? micros : 0));
  };

  const eventOf = (code: string, data: string): CastEvent | null => {
    if (code === 'o') return { type: 'output', stream, bytes: Buffer.from(data) };
    if (code === 'i') return { type: 'input', bytes: Buffer.from(data) };
    if (code === 'm') return { type: 'marker', label: data };
    if (code === 'r') {
      const size = /^([1-9]\d{0,5})x([1-9]\d{0,5})$/.exec(data);
      if (size === null) throw invalid(`a size looks like "80x24", not ${JSON.stringify(data.slice(0, 40))}`);
      return { type: 'resize', cols: Number(size[1]), rows: Number(size[2]) };
    }
    if (code === 'x') {
      if (!/^-?\d{1,10}$/.test(data)) throw invalid('its exit status is not a number');
      return { type: 'exit', status: Number(data) };
    }
    return null;
  };

  const feedEvent = (line: string): readonly TimedEvent[] => {
    const [time, code, data] = parseEvent(line) ?? [];
    if (typeof code !== 'string' || typeof data !== 'string') {
      throw invalid('it is not an event of the form [time, "code", "data"]');
    }
    micros = timeOf(time);
    const ours = parsed?.header.ostiary !== undefined;
    if (ours && code === 'b') return restoreBytes(data);
    if (ours && code === 'f') {
      const events = flush();
      if (data !== '1' && data !== '2') throw invalid('an output stream is "1" or "2"');
      stream = data === '1' ? 'stdout' : 'stderr';
      return events;
    }
    const event = eventOf(code, data);
    if (event === null) return [];
    const events = flush();
    if (!('bytes' in event)) return [...events, { micros, event }];
    held = { micros, event, text: data };
    return events;
  };

  return {
    get header() {
      return parsed?.header ?? null;
    },
    feed: (line) => {
      number += 1;
      if (parsed !== null) return line === '' || line.startsWith('#') ? [] : feedEvent(line);
      const result = parseHeader(line);
      if ('problem' in result) throw invalid(result.problem);
      parsed = result;
      return [];
    },
    flush,
  };
}

function parseEvent(line: string): readonly unknown[] | null {
  try {
    const value: unknown = JSON.parse(line);
    return Array.isArray(value) ? value : null;
  } catch {
    return null;
  }
}
