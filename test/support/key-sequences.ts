// Rows of keys for a live terminal, and how they are typed: piece by piece, as a person or a script would send them.
import { readFileSync } from 'node:fs';
import type { TypedTerminal } from './terminal.ts';

export interface KeyRow {
  readonly id: string;
  /** What is sent; `⟦x×n⟧` stands for n times x, `/app` for the folder of the row. */
  readonly keys: string;
  readonly effect: string;
  /** `allow`: all of it is harmless, or data for a program; nobody is to be asked. */
  readonly expected: 'allow' | 'deny-or-ask';
  /** What the terminal has to show at some time. */
  readonly shows?: string;
  /** What a person would press afterwards to get the prompt back; ctrl-C unless given. */
  readonly leave?: string;
  /** latin1: every character is one byte, for what is not UTF-8. */
  readonly encoding?: 'latin1';
  /** Sent byte by byte. */
  readonly split?: true;
  /** bash itself falls over it: a fresh shell is a good answer too. */
  readonly mayLose?: true;
  /** Sent in one write, not cut after Enter. */
  readonly burst?: true;
}

const fixture = new URL('../fixtures/gate/key-sequences.jsonl', import.meta.url);

export const keyRows: readonly KeyRow[] = readFileSync(fixture, 'utf8')
  .trimEnd()
  .split('\n')
  .map((line) => JSON.parse(line) as KeyRow);

const readsKeys = /^(sleep|cat|read|vi|less|fg)\b/;
const prompt = /(\$|>) $/;
const pause = (milliseconds: number) => new Promise((resolve) => setTimeout(resolve, milliseconds));

/** Types the row's keys; after each Enter it waits for a prompt, but not for one that will not come. */
export async function typeRow(terminal: TypedTerminal, row: KeyRow, folder: string): Promise<void> {
  const encode = (text: string) => Buffer.from(text, row.encoding ?? 'utf8');
  const keys = row.keys
    .replace(/⟦(.+?)×(\d+)⟧/gsu, (_, text: string, count: string) => text.repeat(Number(count)))
    .replaceAll('/app', folder);
  let programReads = false;
  for (const piece of row.burst ? [keys] : keys.split(/(?<=\r)/)) {
    if (row.split) {
      for (const byte of encode(piece)) {
        terminal.type(Buffer.of(byte));
        await pause(3);
      }
    } else {
      terminal.type(encode(piece));
    }
    if (!piece.endsWith('\r')) {
      await pause(150);
    } else if (readsKeys.test(piece) && !piece.includes('<<')) {
      programReads = true;
      await pause(400);
    } else if (await shows(terminal, prompt, programReads ? 0.6 : 1.5)) {
      programReads = false;
    }
  }
}

/** Whether the pattern shows within the seconds. */
export async function shows(terminal: TypedTerminal, pattern: string | RegExp, seconds: number): Promise<boolean> {
  try {
    await terminal.see(pattern, seconds);
    return true;
  } catch {
    return false;
  }
}

/** Presses what leaves the row's program or line; then a line of one's own shows that the prompt is back. */
export async function becomeIdle(terminal: TypedTerminal, leave: string, word: string): Promise<void> {
  for (const key of leave) {
    terminal.type(key);
    await pause(30);
  }
  for (let attempt = 1; ; attempt += 1) {
    await pause(150);
    terminal.type(`echo "${word}"-\r`);
    if ((await shows(terminal, `${word}-\r\n`, 3)) && (await shows(terminal, /\$ $/, 3))) return;
    if (attempt === 4) throw new Error(`${word}: no prompt; it shows ${JSON.stringify(terminal.shown.slice(-600))}`);
    terminal.type('\x03');
  }
}
