// Where a list goes on, as text for the outside. It is checked like everything that comes in; it grants nothing.
import type { z } from 'zod';
import { RequestFailure } from './failures.ts';

export function writeCursor(place: unknown): string {
  return Buffer.from(JSON.stringify(place)).toString('base64url');
}

/** @throws RequestFailure when it is none of this list. */
export function readCursor<Schema extends z.ZodType>(text: string, schema: Schema): z.output<Schema> {
  try {
    return schema.parse(JSON.parse(Buffer.from(text, 'base64url').toString()));
  } catch {
    throw new RequestFailure('REQUEST_INVALID', 'the cursor does not belong to this list');
  }
}
