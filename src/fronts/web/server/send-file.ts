// A file of a recording on its way out: as slowly as the reader takes it, never twice in memory.
import type { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { createZstdDecompress } from 'node:zlib';
import { RESPONSE_ALREADY_SENT } from '@hono/node-server/utils/response';
import type { ReplayFile } from '../../../replay/replay.ts';
import type { Call } from './web-env.ts';

/** Always whole: a server may ignore ranges (RFC 9110 §14.2), and many small ones of a big file cost much. */
export async function sendFile(call: Call, file: ReplayFile, headers: Record<string, string> = {}): Promise<Response> {
  const { incoming, outgoing } = call.env;
  const decode = file.encoding !== null && !accepts(incoming.headers['accept-encoding'], file.encoding);
  outgoing.writeHead(200, {
    'Content-Type': file.type,
    'Accept-Ranges': 'none',
    ...(decode ? {} : { 'Content-Length': file.bytes }),
    ...(file.encoding === null ? {} : { Vary: 'Accept-Encoding' }),
    ...(file.encoding === null || decode ? {} : { 'Content-Encoding': file.encoding }),
    ...headers,
  });
  const source: Readable = file.open();
  try {
    const still = { signal: call.get('signIn').ended };
    await (decode ? pipeline(source, createZstdDecompress(), outgoing, still) : pipeline(source, outgoing, still));
  } catch {
    // The reader left or lost their place, or the file did: either way the connection ends where the bytes end.
    outgoing.destroy();
  }
  return RESPONSE_ALREADY_SENT;
}

function accepts(header: string | string[] | undefined, encoding: string): boolean {
  return String(header ?? '')
    .split(',')
    .some((one) => new RegExp(`^\\s*${encoding}\\s*(?:;(?!\\s*q=0(?:\\.0*)?\\s*$)|$)`, 'i').test(one));
}
