// The form in which a statement goes into an event: well-formed, bounded, with a digest where it is not the whole.
import { createHash } from 'node:crypto';
import type { StatementText } from './events.ts';

/** Bytes a statement's text may take as JSON: an event also has to hold everything else. */
const TEXT_BYTES = 48_000;

/** The form of a statement that fits an event. */
export function statementText(statement: string | Uint8Array): StatementText {
  const raw = Buffer.from(statement as Uint8Array);
  const whole = raw.toString('utf8');
  const text = fitText(whole, TEXT_BYTES);
  const exact =
    text.length === whole.length &&
    Buffer.from(whole).equals(raw) &&
    (typeof statement !== 'string' || statement.isWellFormed());
  return { text, bytes: raw.length, sha256: exact ? null : createHash('sha256').update(raw).digest('hex') };
}

/** The longest head of the text that takes at most `bytes` as JSON, never ending in half a character. */
export function fitText(text: string, bytes: number): string {
  const fits = (length: number) => Buffer.byteLength(JSON.stringify(text.slice(0, length).toWellFormed())) <= bytes;
  if (text.length <= bytes && fits(text.length)) return text.toWellFormed();
  let low = 0;
  let high = Math.min(text.length, bytes);
  while (low < high) {
    const middle = Math.ceil((low + high) / 2);
    if (fits(middle)) low = middle;
    else high = middle - 1;
  }
  const last = text.charCodeAt(low - 1);
  return text.slice(0, last >= 0xd800 && last <= 0xdbff ? low - 1 : low).toWellFormed();
}
