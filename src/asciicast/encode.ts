// Session events → asciicast v3 lines, byte-reversible: what is not UTF-8 follows its `o` or `i` event as base64 in our
// own code `b`; our own code `f` ("1", "2") says which output stream the next `o` events belong to. Other readers skip both.
import { isUtf8 } from 'node:buffer';
import { bufferOf } from '../core/buffer-of.ts';
import type { CastEvent } from './cast.ts';
import { printSeconds } from './seconds.ts';
import { unfinishedLength } from './utf8-tail.ts';

export interface CastEncoder {
  /**
   * Whole lines for the event, at `micros` of the caller's clock; empty while an unfinished character is held. A
   * character split over chunks waits for the rest of its own stream, at most 3 bytes each.
   */
  encode(event: CastEvent, micros: number): Buffer;
  /** Lines for the unfinished characters that are held: for moments when everything must be in the file. */
  flush(micros: number): Buffer;
}

/** Only the piece of a chunk that holds an invalid byte is written twice. */
const pieceSize = 4096; // bytes

type Channel = 'stdout' | 'stderr' | 'input';

const nothing = Buffer.alloc(0);

/** @param start the clock's microseconds at the recording's time 0 */
export function createCastEncoder(start: number): CastEncoder {
  // Absolute integers: a rounding remainder is carried into the next interval and never adds up.
  let last = Math.round(start);
  let stream: Channel = 'stdout';
  const held: Record<Channel, Uint8Array> = { stdout: nothing, stderr: nothing, input: nothing };

  // Lines are built as Latin-1 strings whose characters are the UTF-8 bytes of the file: valid UTF-8 passes from the
  // program's output into the file without being decoded, and JSON.stringify escapes the same characters either way.
  const line = (micros: number, code: string, data: string): string => {
    const time = Math.max(last, Math.round(micros));
    const interval = time - last;
    last = time;
    return `[${printSeconds(interval)},"${code}",${JSON.stringify(data)}]\n`;
  };

  const bytesLines = (micros: number, channel: Channel, bytes: Buffer): string => {
    if (bytes.length === 0) return '';
    let lines = '';
    if (channel !== 'input' && channel !== stream) {
      stream = channel;
      lines = line(micros, 'f', channel === 'stdout' ? '1' : '2');
    }
    const code = channel === 'input' ? 'i' : 'o';
    if (isUtf8(bytes)) return lines + line(micros, code, bytes.toString('latin1'));
    for (const piece of piecesOf(bytes)) {
      if (isUtf8(piece)) lines += line(micros, code, piece.toString('latin1'));
      else lines += line(micros, code, asLatin1(piece.toString())) + line(micros, 'b', piece.toString('base64'));
    }
    return lines;
  };

  const take = (channel: Channel, chunk: Uint8Array): Buffer => {
    const before = held[channel];
    const bytes = before.length === 0 ? bufferOf(chunk) : Buffer.concat([before, chunk]);
    const whole = bytes.length - unfinishedLength(bytes);
    held[channel] = whole === bytes.length ? nothing : Uint8Array.from(bytes.subarray(whole));
    return bytes.subarray(0, whole);
  };

  const release = (micros: number): string => {
    let lines = '';
    for (const channel of ['stdout', 'stderr', 'input'] as const) {
      lines += bytesLines(micros, channel, bufferOf(held[channel]));
      held[channel] = nothing;
    }
    return lines;
  };

  const linesOf = (event: CastEvent, micros: number): string => {
    switch (event.type) {
      case 'output':
        return bytesLines(micros, event.stream, take(event.stream, event.bytes));
      case 'input':
        return bytesLines(micros, 'input', take('input', event.bytes));
      case 'resize':
        return line(micros, 'r', `${event.cols}x${event.rows}`);
      case 'marker':
        return release(micros) + line(micros, 'm', asLatin1(event.label));
      case 'exit':
        return release(micros) + line(micros, 'x', String(event.status));
    }
  };

  return {
    encode: (event, micros) => Buffer.from(linesOf(event, micros), 'latin1'),
    flush: (micros) => Buffer.from(release(micros), 'latin1'),
  };
}

function* piecesOf(bytes: Buffer): Generator<Buffer> {
  for (let start = 0; start < bytes.length; ) {
    let end = Math.min(bytes.length, start + pieceSize);
    if (end < bytes.length) end -= unfinishedLength(bytes.subarray(start, end));
    yield bytes.subarray(start, end);
    start = end;
  }
}

function asLatin1(text: string): string {
  return Buffer.from(text).toString('latin1');
}
