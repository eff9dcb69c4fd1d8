// A cast as a player shows it best: returns where no terminal added them, and no long pauses.
import { createCastEncoder } from '../asciicast/encode.ts';
import { printHeader } from '../asciicast/header.ts';
import { createReturnAdder } from '../terminal/add-returns.ts';
import type { Cast } from './read-cast.ts';
import type { Timeline } from './timeline.ts';

export async function playableCast(cast: Cast, at: Timeline): Promise<Buffer> {
  // Without our own key: what is changed is no evidence.
  const { ostiary, ...header } = cast.header;
  const addReturns = createReturnAdder(ostiary?.pty !== false);
  const encoder = createCastEncoder(0);
  const parts: Buffer[] = [Buffer.from(printHeader(header))];
  let last = 0;
  for await (const { micros, event } of cast.events()) {
    last = at(micros);
    parts.push(encoder.encode(event.type === 'output' ? { ...event, bytes: addReturns(event.bytes) } : event, last));
  }
  parts.push(encoder.flush(last));
  return Buffer.concat(parts);
}
