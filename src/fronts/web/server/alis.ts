// ALiS v1, the frames of a live terminal as asciinema's player takes them over a WebSocket: one binary message each,
// numbers as unsigned LEB128, texts as length and UTF-8, times in microseconds.
import type { Follow } from '../../../sinks/live.ts';
import type { SessionEvent } from '../../../sinks/sink.ts';

export interface AlisEncoder {
  /** Begins anew from a screen; the first message after `alisMagic`. */
  reset(follow: Pick<Follow, 'screen' | 'time'>): Buffer;
  /** Output and input end at character borders. @param time µs, as the reset's */
  event(time: number, event: SessionEvent): Buffer;
}

/** The first message: the name and the version. */
export const alisMagic: Buffer = Buffer.from('ALiS\u0001', 'latin1');

/** The last message: the stream is over. The viewer shows its end when the socket is closed after it, and stays away. */
export const alisEnd: Buffer = Buffer.of(0x04);

const reset = 0x01;
const noTheme = 0x00;

export function createAlisEncoder(): AlisEncoder {
  let id = 0;
  let last = 0;

  return {
    reset({ screen: { cols, rows, init }, time }) {
      id = 0;
      last = time;
      return Buffer.from([reset, ...leb128(id, time, cols, rows), noTheme, ...text(init)]);
    },
    event(time, event) {
      id += 1;
      const passed = Math.max(0, time - last);
      last += passed;
      const [code, body] = bodyOf(event);
      return Buffer.concat([Buffer.from([code.charCodeAt(0), ...leb128(id, passed)]), body]);
    },
  };
}

function bodyOf(event: SessionEvent): ['o' | 'i' | 'm' | 'r' | 'x', Buffer] {
  switch (event.type) {
    case 'output':
      return ['o', text(event.bytes)];
    case 'input':
      return ['i', text(event.bytes)];
    case 'marker':
      return ['m', text(event.label)];
    case 'resize':
      return ['r', Buffer.from(leb128(event.cols, event.rows))];
    case 'exit':
      return ['x', Buffer.from(leb128(event.status))];
  }
}

/** The viewer decodes strictly, so bytes that are no UTF-8 become U+FFFD here. */
function text(value: string | Uint8Array): Buffer {
  const shown = typeof value === 'string' ? value : Buffer.from(value).toString();
  const bytes = Buffer.from(shown);
  return Buffer.concat([Buffer.from(leb128(bytes.length)), bytes]);
}

/** Times pass 32 bits after 71 minutes, so no bit operations. */
function leb128(...values: readonly number[]): number[] {
  const bytes: number[] = [];
  for (const value of values) {
    let rest = Math.max(0, value);
    for (; rest >= 0x80; rest = Math.floor(rest / 0x80)) bytes.push((rest % 0x80) | 0x80);
    bytes.push(rest);
  }
  return bytes;
}
