// The older asciicast v2, for players that know nothing newer: absolute seconds, and nothing of our own codes.
import type { CastHeader, TimedEvent } from './cast.ts';
import { eventWords } from './event-words.ts';
import { printSeconds } from './seconds.ts';

export function printHeaderV2(header: CastHeader): string {
  const { cols, rows, type, env, ...rest } = header;
  const environment = type === undefined ? env : { ...env, TERM: type };
  return `${JSON.stringify({ version: 2, width: cols, height: rows, env: environment, ...rest })}\n`;
}

/** One line, or '' for what v2 cannot say. Bytes that are not UTF-8 become U+FFFD. */
export function printEventV2({ micros, event }: TimedEvent): string {
  if (event.type === 'exit') return '';
  const [code, data] = eventWords(event);
  return `[${printSeconds(micros)},"${code}",${JSON.stringify(data)}]\n`;
}
