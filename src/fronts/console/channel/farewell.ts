// The end of a console's channel. A client that does not read its end is left behind.
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from '../../front.ts';

/** @param patience ms for the client to read what is still on its way */
export async function sayGoodbye(client: Client, status: number, patience: number): Promise<void> {
  const told = new AbortController();
  const exited = client.exit({ status, signal: null }).finally(() => told.abort());
  await Promise.race([exited, delay(patience, undefined, { ref: false, signal: told.signal }).catch(() => {})]);
  client.abandon();
}
