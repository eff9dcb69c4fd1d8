// Recordings that tests play, written by the encoder the recorder uses.
import type { CastEvent } from '../../src/asciicast/cast.ts';
import { createCastEncoder } from '../../src/asciicast/encode.ts';
import { printHeader } from '../../src/asciicast/header.ts';
import { ourHeader } from './cast-header.ts';

export type Step = readonly [pause: number, event: CastEvent];

export const print = (text: string | Buffer): CastEvent => ({
  type: 'output',
  stream: 'stdout',
  bytes: Buffer.from(text as string),
});

/** @param steps events, each with the µs since the one before */
export function recordedCast(steps: readonly Step[], options: { pty?: boolean; cols?: number; rows?: number } = {}) {
  const { pty = true, cols = 80, rows = 24 } = options;
  const encoder = createCastEncoder(0);
  let now = 0;
  const lines = steps.map(([pause, event]) => {
    now += pause;
    return encoder.encode(event, now);
  });
  const header = { ...ourHeader, cols, rows, ostiary: { ...ourHeader.ostiary!, pty } };
  return Buffer.concat([Buffer.from(printHeader(header)), ...lines, encoder.flush(now)]);
}
