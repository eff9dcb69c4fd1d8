// An event as players want it, in text: bytes that are not UTF-8 become U+FFFD.
import { bufferOf } from '../core/buffer-of.ts';
import type { CastEvent } from './cast.ts';

/** Its code and data, as they stand in a line behind the time. */
export function eventWords(event: CastEvent): readonly [code: 'o' | 'i' | 'm' | 'r' | 'x', data: string] {
  switch (event.type) {
    case 'output':
      return ['o', bufferOf(event.bytes).toString()];
    case 'input':
      return ['i', bufferOf(event.bytes).toString()];
    case 'marker':
      return ['m', event.label];
    case 'resize':
      return ['r', `${event.cols}x${event.rows}`];
    case 'exit':
      return ['x', String(event.status)];
  }
}
