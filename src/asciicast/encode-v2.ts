// The older asciicast v2, for players that know nothing newer: absolute seconds, and nothing of our own codes.
import type { CastHeader, TimedEvent } from './cast.ts';

export function printHeaderV2(header: CastHeader): string {
  const { cols, rows, type, env, ...rest } = header;
  const environment = type === undefined ? env : { ...env, TERM: type };
  return `${JSON.stringify({ version: 2, width: cols, height: rows, env: environment, ...rest })}\n`;
}

/** One line, or '' for what v2 cannot say. Bytes that are not UTF-8 become U+FFFD. */
export function printEventV2({ micros, event }: TimedEvent): string {
  const line = (code: string, data: string) =>
    `[${Math.floor(micros / 1_000_000)}.${String(micros % 1_000_000).padStart(6, '0')},"${code}",${JSON.stringify(data)}]\n`;
  switch (event.type) {
    case 'output':
      return line('o', textOf(event.bytes));
    case 'input':
      return line('i', textOf(event.bytes));
    case 'resize':
      return line('r', `${event.cols}x${event.rows}`);
    case 'marker':
      return line('m', event.label);
    case 'exit':
      return '';
  }
}

function textOf(bytes: Uint8Array): string {
  return Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength).toString();
}
