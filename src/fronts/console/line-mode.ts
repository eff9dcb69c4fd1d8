// The console without a screen: one event a line, verbs as lines; for screen readers and scripts (`ssh -T`).
import { createInterface } from 'node:readline';
import type { Notice } from '../../approval/approval.ts';
import type { Client } from '../front.ts';
import type { ConsoleParts } from './parts.ts';
import { cardLine, lockLine } from './verbs/listing.ts';
import { printDone } from './verbs/print.ts';
import { runVerb } from './verbs/run-verb.ts';
import { parseVerb } from './verbs/verb.ts';
import { outcomeText } from './words.ts';

/** Runs until the input ends, `quit`, or the broker shuts down; resolves with the status of the last verb. */
export async function runLines(client: Client, parts: ConsoleParts): Promise<number> {
  const { desk, clock } = parts;
  const viewer = client.identity;
  const print = (text: string) => client.write('stdout', Buffer.from(text));
  const leave = desk.subscribe(viewer, (notice) => void print(noticeLines(notice, parts)));
  const lines = createInterface({ input: client.input, crlfDelay: Number.POSITIVE_INFINITY });
  const stop = () => lines.close();
  parts.shutdown.addEventListener('abort', stop, { once: true });
  client.gone.addEventListener('abort', stop, { once: true });
  let status = 0;
  try {
    await print(
      desk
        .pending(viewer)
        .map((card) => `pending | ${cardLine(card, clock.micros())}\n`)
        .join(''),
    );
    for await (const line of lines) {
      if (line.trim() === '') continue;
      if (line.trim() === 'quit') break;
      const parsed = parseVerb(line);
      if (parsed.kind === 'usage') {
        status = 2;
        await print(`error | ${parsed.sentence}\n`);
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

function noticeLines(notice: Notice, { desk, clock }: ConsoleParts): string {
  switch (notice.kind) {
    case 'asked':
    case 'changed':
      return `${notice.kind} | ${cardLine(notice.card, clock.micros())}\n`;
    case 'settled':
      return `settled | ${notice.request} | ${clock.now()} | ${outcomeText(notice.outcome)}\n`;
    case 'locks':
      return `locks | ${desk.locks().map(lockLine).join(' ; ') || 'none'}\n`;
    case 'rules':
    case 'sessions':
      return '';
  }
}
