// What a statement printed, as text that is worth searching: escape sequences are gone, of full-screen programs the lines
// that stood on their screen are kept. Bounded: the beginning and the end of what is long.
import { createEmulator, type Emulator, type ScreenSize } from '../terminal/emulator.ts';
import { createEscapeParser, type TerminalEvent } from '../terminal/escape-parser.ts';

export interface OutputText {
  feed(bytes: Uint8Array): Promise<void>;
  finish(): Promise<string>;
}

/** Characters of a statement's output that are kept: so many first, so many last. */
const head = 150_000;
const tail = 50_000;

/** A screen is read after so many characters, and at its end; beyond the most it is not drawn any more. */
const between = 16_000;
const mostDrawn = 2_000_000;

const alternates = /\b(?:47|1047|1049)\b/;
const leaving = /(?=\u001b\[\?(?:47|1047|1049)l)/;

export function createOutputText(size: ScreenSize): OutputText {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parser = createEscapeParser('output');
  const kept = createBounded();
  let isAlternate = false;
  let returned = false;
  let screen: FullScreen | null = null;

  const take = (event: TerminalEvent) => {
    if (event.kind === 'csi' && event.private === '?' && alternates.test(event.parameters)) {
      if (event.final === 'h' || event.final === 'l') isAlternate = event.final === 'h';
      kept.add('\n');
    }
    if (isAlternate) return;
    const text = textOf(event);
    if (returned && text !== '\n') kept.add('\n');
    returned = event.kind === 'control' && event.code === 0x0d;
    kept.add(text);
  };

  const feedPiece = async (piece: string) => {
    const before = isAlternate;
    for (const event of parser.feed(piece)) take(event);
    if (!before && !isAlternate) return;
    screen ??= createFullScreen(size, kept.add);
    await screen.feed(piece, before && !isAlternate);
  };

  return {
    async feed(bytes) {
      for (const piece of decoder.decode(bytes, { stream: true }).split(leaving)) await feedPiece(piece);
    },
    async finish() {
      await screen?.close();
      return kept.text();
    },
  };
}

/** Movements part words; within a line they are a space. */
function textOf(event: TerminalEvent): string {
  if (event.kind === 'print') return event.text;
  if (event.kind === 'control') return event.code === 0x0a ? '\n' : event.code === 0x09 ? '\t' : '';
  if (event.kind !== 'csi' || event.private !== '') return '';
  if ('CG`a'.includes(event.final)) return ' ';
  return 'ABEFHfdJ'.includes(event.final) ? '\n' : '';
}

interface FullScreen {
  /** @param leaves the text begins with what ends the full screen */
  feed(text: string, leaves: boolean): Promise<void>;
  close(): Promise<void>;
}

function createFullScreen(size: ScreenSize, add: (text: string) => void): FullScreen {
  const emulator: Emulator = createEmulator(size);
  const seen = new Set<string>();
  let drawn = 0;
  let unread = 0;

  const write = (text: string) => new Promise<void>((resolve) => emulator.write(text, resolve));
  const read = () => {
    unread = 0;
    const { alternate } = emulator.terminal.buffer;
    for (let row = 0; row < emulator.terminal.rows; row++) {
      const line = alternate.getLine(row)?.translateToString(true) ?? '';
      if (line === '' || seen.has(line)) continue;
      seen.add(line);
      add(`${line}\n`);
    }
  };
  return {
    async feed(text, leaves) {
      if (leaves) read();
      if (drawn > mostDrawn && !leaves) return;
      drawn += text.length;
      unread += text.length;
      await write(text);
      if (unread > between) read();
    },
    async close() {
      if (unread > 0) read();
      emulator.close();
    },
  };
}

/** Text of which a long middle is left out. */
function createBounded() {
  let first = '';
  let last = '';
  let left = 0;
  return {
    add(text: string) {
      const room = head - first.length;
      first += text.slice(0, room);
      last += text.slice(Math.max(0, room));
      if (last.length <= 2 * tail) return;
      left += last.length - tail;
      last = last.slice(-tail);
    },
    text() {
      const end = last.slice(-tail);
      const parts = left + last.length > end.length ? [first, '\n…\n', end] : [first, end];
      return parts.join('').toWellFormed();
    },
  };
}
