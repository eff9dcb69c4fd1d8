// The operators' door behind the login name `console`: a full screen, plain lines, or one verb.
import type { Client } from '../front.ts';
import { sayGoodbye } from './channel/farewell.ts';
import { runLines } from './line-mode.ts';
import type { ConsoleParts } from './parts.ts';
import { printDone } from './verbs/print.ts';
import { runVerb } from './verbs/run-verb.ts';
import { parseVerb } from './verbs/verb.ts';

/** Takes an accepted channel to its end; resolves when the client was told. Never rejects. */
export async function openConsole(client: Client, parts: ConsoleParts): Promise<void> {
  try {
    await serve(client, parts);
  } catch (error) {
    parts.log.error({ err: error }, 'a console failed');
    await end(client, 70, 'ostiary: the console failed; the log of the broker says why');
  }
}

async function serve(client: Client, parts: ConsoleParts): Promise<void> {
  const { request, terminal, identity } = client;
  if (identity.kind === 'agent') return end(client, 77, 'ostiary: the console is for operators and auditors');
  if (request.kind === 'exec') return runOne(client, Buffer.from(request.command).toString(), parts);
  if (terminal === null) return end(client, await runLines(client, parts));
  return openScreen(client, parts, null);
}

async function runOne(client: Client, line: string, parts: ConsoleParts): Promise<void> {
  const parsed = parseVerb(line);
  if (parsed.kind === 'usage') return end(client, 2, `ostiary: ${parsed.sentence}`);
  if (parsed.verb.kind === 'watch' && client.terminal !== null) return openScreen(client, parts, parsed.verb.id);
  const done = await runVerb(parsed.verb, client.identity, parts);
  const text = printDone(done, parsed.json);
  await client.write('stdout', Buffer.from(client.terminal === null ? text : text.replace(/\n/g, '\r\n')));
  return end(client, done.status);
}

/** Ink and React are loaded by the first screen that opens, not by the start of the broker. */
async function openScreen(client: Client, parts: ConsoleParts, watch: string | null): Promise<void> {
  const { terminal } = client;
  if (terminal === null) return;
  const { runScreen } = await import('./screen/run-screen.tsx');
  return runScreen({ client, terminal, parts, watch });
}

/** ms */
const patience = 60_000;

async function end(client: Client, status: number, sentence?: string): Promise<void> {
  const lineEnd = client.terminal === null ? '\n' : '\r\n';
  if (sentence !== undefined) await client.write('stderr', Buffer.from(sentence + lineEnd));
  await sayGoodbye(client, status, patience);
}
