// The console without a screen: one event a line, verbs as lines; for screen readers and scripts (`ssh -T`).
import type { Notice } from '../../approval/approval.ts';
import type { Identity } from '../../identity/identity.ts';
import type { Client } from '../front.ts';
import { inputLines } from './channel/input-lines.ts';
import type { ConsoleParts } from './parts.ts';
import { cardLine, lockLine } from './verbs/listing.ts';
import { printDone } from './verbs/print.ts';
import { runVerb } from './verbs/run-verb.ts';
import { parseVerb } from './verbs/verb.ts';
import { outcomeText } from './words.ts';

/** A client with this many characters before it does not read. */
const mostWaiting = 1024 * 1024;

/** Runs until the input ends, `quit`, or the broker shuts down; resolves with the status of the last verb. */
export async function runLines(client: Client, parts: ConsoleParts): Promise<number> {
  const { desk, clock } = parts;
  const viewer = client.identity;
  let waiting = 0;
  const print = (text: string): void | Promise<void> => {
    const wait = client.write('stdout', Buffer.from(text));
    if (wait === undefined) return;
    waiting += text.length;
    if (waiting > mostWaiting) client.abandon();
    return wait.then(() => {
      waiting -= text.length;
    });
  };
  const leave = desk.subscribe(viewer, (notice) => void print(noticeLines(notice, viewer, parts)));
  const stop = () => client.input.destroy();
  parts.shutdown.addEventListener('abort', stop, { once: true });
  if (parts.shutdown.aborted) stop();
  let status = 0;
  try {
    await print(
      desk
        .pending(viewer)
        .map((card) => `pending\t${cardLine(card, clock.micros())}\n`)
        .join(''),
    );
    for await (const line of inputLines(client.input)) {
      // What came in one piece with the last line: nobody stands behind it any more.
      if (client.gone.aborted || parts.shutdown.aborted) break;
      if (line.trim() === '') continue;
      if (line.trim() === 'quit') break;
      const parsed = parseVerb(line);
      if (parsed.kind === 'usage') {
        status = 2;
        await print(`error\t${parsed.sentence}\n`);
        continue;
      }
      const done = await runVerb(parsed.verb, viewer, parts);
      status = done.status;
      await print(printDone(done, parsed.json));
    }
  } finally {
    leave();
    parts.shutdown.removeEventListener('abort', stop);
  }
  return parts.shutdown.aborted ? 70 : status;
}

function noticeLines(notice: Notice, viewer: Identity, { desk, clock }: ConsoleParts): string {
  switch (notice.kind) {
    case 'asked':
    case 'changed':
      return `${notice.kind}\t${cardLine(notice.card, clock.micros())}\n`;
    case 'settled':
      return `settled\t${notice.request}\t${clock.now()}\t${outcomeText(notice.outcome)}\n`;
    case 'locks': {
      const lines = desk.locks(viewer).map((lock) => `locks\t${lockLine(lock)}\n`);
      return lines.length === 0 ? 'locks\tnone\n' : lines.join('');
    }
    case 'rules':
    case 'sessions':
      return '';
  }
}
