// The broker's own line editor: keys of a raw terminal in, output and submissions out. The target's shell never sees a
// key. Pure: no clock, no stream; whoever owns the terminal calls it and sends what it says.
import type { Completeness } from '../../language/language.ts';
import { createBuffer } from './buffer.ts';
import { createHistory } from './history.ts';
import { createKeyDecoder, type KeyName } from './key-decoder.ts';
import { type Cell, findPlace, layOut, type Row, toCells } from './layout.ts';
import { createScreen } from './screen.ts';

export type EditorAction =
  /** Send this to the terminal. */
  | { readonly kind: 'draw'; readonly text: string }
  /** Enter on text that is complete, or that no further line can mend. Blank text too. */
  | { readonly kind: 'submit'; readonly text: string }
  /** ctrl-C: the line is gone. */
  | { readonly kind: 'interrupt' }
  /** ctrl-D on an empty line. */
  | { readonly kind: 'end' }
  /** The key did nothing, or something was kept out of the line. */
  | { readonly kind: 'bell' };

export interface LineEditor {
  /**
   * Starts a line; the terminal's cursor must be in column 0. Keys that waited are handled at once, so a submission may
   * be among the actions. After `submit`, `interrupt` and `end` keys wait until the next call.
   * @param text plain text and SGR sequences, one line
   */
  prompt(text: string): EditorAction[];
  /**
   * What the terminal sent, cut anywhere. Without a prompt it waits, up to 64 KiB; its memory is kept, so the caller
   * must not write to it again.
   */
  feed(bytes: Uint8Array): EditorAction[];
  /** Takes away the bytes that wait: what came behind the Enter of the last submission. */
  takePending(): Uint8Array;
  /** The terminal has a new size. */
  setSize(columns: number, rows: number): EditorAction[];
  /** Takes prompt and line off the terminal, keeping the text, so that others may write; `show` brings them back. */
  hide(): EditorAction[];
  show(): EditorAction[];
}

export interface LineEditorOptions {
  readonly columns: number;
  readonly rows: number;
  readonly complete: (text: string) => Completeness;
  /** How a text is shown: other characters may stand for parts of it. `finished`: it is whole, for it is submitted. */
  readonly veil?: (text: string, finished: boolean) => { readonly text: string; place(at: number): number };
}

const asTyped = (text: string) => ({ text, place: (at: number) => at });

const longestPending = 64 * 1024;
const carriageReturn = 13;
const lineFeed = 10;
/** Only these bytes can end a line; no byte of a longer UTF-8 sequence is among them. */
const isLineEnd = (byte: number): boolean => byte === carriageReturn || byte === lineFeed || byte === 3 || byte === 4;

// A program may have left colours on or the cursor off. Bracketed paste (DEC private mode 2004) marks pasted text.
const takeTerminal = '\x1b[m\x1b[?25h\x1b[?2004h';
const giveTerminal = '\x1b[?2004l';

export function createLineEditor({ columns, rows: height, complete, veil = asTyped }: LineEditorOptions): LineEditor {
  const utf8 = new TextDecoder('utf-8', { ignoreBOM: true });
  const keys = createKeyDecoder();
  const buffer = createBuffer();
  const history = createHistory();
  let width = Math.max(4, columns);
  const screen = createScreen(width, Math.max(1, height));

  let state: 'idle' | 'editing' | 'hidden' = 'idle';
  let pending: Uint8Array = new Uint8Array(0);
  let lastByte = 0;
  let promptCells: Cell[] = [];
  let killed = '';
  let typed = '';
  let rows: Row[] = [];
  let drawnText = '';
  let actions: EditorAction[] = [];

  const emit = (text: string): void => {
    if (text !== '') actions.push({ kind: 'draw', text });
  };
  const take = (): EditorAction[] => {
    const taken = actions;
    actions = [];
    return taken;
  };

  const draw = (submitted = false): void => {
    const { text, place } = veil(buffer.text, submitted);
    if (rows.length === 0 || text !== drawnText)
      rows = layOut(promptCells, text, width, rows, commonLength(text, drawnText));
    drawnText = text;
    emit(screen.draw(rows, findPlace(rows, place(buffer.cursor))));
  };
  /** Ends the line on the terminal, with its cursor below. @param mark stands behind what is not submitted */
  const finish = (mark?: '^C'): void => {
    buffer.move(buffer.text.length);
    draw(mark === undefined);
    emit(`${mark ?? ''}${screen.leave()}${giveTerminal}`);
    state = 'idle';
    rows = [];
  };

  const recall = (text: string | null): boolean => {
    if (text === null) return false;
    buffer.set(text);
    return true;
  };
  const vertical = (to: number | null, recalled: (shown: string) => string | null): boolean =>
    to === null ? recall(recalled(buffer.text)) : buffer.move(to);
  const kill = (to: number): boolean => {
    if (to === buffer.cursor) return false;
    killed = buffer.delete(to);
    return true;
  };
  const remove = (to: number): boolean => to !== buffer.cursor && buffer.delete(to) !== '';

  const enter = (): boolean => {
    const { text } = buffer;
    // What did not fit is missing from the end: such a text must never run.
    if (buffer.full) return false;
    if (complete(text) === 'incomplete') {
      buffer.move(text.length);
      return buffer.insert('\n');
    }
    finish();
    history.add(text);
    buffer.set('');
    actions.push({ kind: 'submit', text });
    return true;
  };
  const interrupt = (): boolean => {
    finish('^C');
    history.rewind();
    buffer.set('');
    actions.push({ kind: 'interrupt' });
    return true;
  };
  const end = (): boolean => {
    finish();
    actions.push({ kind: 'end' });
    return true;
  };
  const redraw = (): boolean => {
    screen.forget();
    emit('\x1b[H\x1b[2J');
    return true;
  };

  // Each says whether it did something.
  const commands: Readonly<Record<KeyName, () => boolean>> = {
    enter,
    interrupt,
    'delete-or-end': () => (buffer.text === '' ? end() : remove(buffer.after())),
    left: () => buffer.move(buffer.before()),
    right: () => buffer.move(buffer.after()),
    up: () => vertical(buffer.lineAbove(), history.older),
    down: () => vertical(buffer.lineBelow(), history.newer),
    home: () => buffer.move(buffer.lineStart()) || true,
    end: () => buffer.move(buffer.lineEnd()) || true,
    'word-left': () => buffer.move(buffer.wordStart('word')),
    'word-right': () => buffer.move(buffer.wordEnd()),
    backspace: () => remove(buffer.before()),
    delete: () => remove(buffer.after()),
    'kill-word-left': () => kill(buffer.wordStart('word')),
    'kill-blank-word-left': () => kill(buffer.wordStart('blank')),
    'kill-word-right': () => kill(buffer.wordEnd()),
    'kill-to-start': () => kill(buffer.lineStart()),
    'kill-to-end': () => kill(buffer.lineEnd()),
    yank: () => buffer.insert(killed),
    transpose: buffer.transpose,
    redraw,
    unknown: () => false,
  };

  const ring = (): void => {
    if (actions.at(-1)?.kind !== 'bell') actions.push({ kind: 'bell' });
  };
  /** Text is gathered and goes in at once: a long paste is many pieces. */
  const insertTyped = (): void => {
    if (typed !== '' && !buffer.insert(typed)) ring();
    typed = '';
  };
  const handle = (name: KeyName): void => {
    insertTyped();
    if (!commands[name]()) ring();
  };

  const wait = (bytes: Uint8Array): void => {
    const room = longestPending - pending.length;
    if (bytes.length > room) ring();
    const kept = bytes.subarray(0, room);
    // Not a copy for every line of a long paste: what is left of it is a view.
    const joined = pending.length === 0 ? kept : new Uint8Array(pending.length + kept.length);
    if (pending.length > 0) {
      joined.set(pending);
      joined.set(kept, pending.length);
    }
    pending = joined;
  };

  /** Handles bytes up to the end of the line; the rest waits. */
  const read = (bytes: Uint8Array): void => {
    let at = 0;
    while (at < bytes.length && state === 'editing') {
      let next = at;
      while (next < bytes.length && !isLineEnd(bytes[next] ?? 0)) next++;
      const piece = bytes.subarray(at, next + 1);
      at = Math.min(next + 1, bytes.length);
      // CR LF is one Enter.
      if (bytes[next] === carriageReturn && bytes[at] === lineFeed) at++;
      for (const key of keys.feed(utf8.decode(piece, { stream: true }))) {
        if (key.kind === 'text') typed += key.text;
        else handle(key.name);
      }
    }
    insertTyped();
    if (state === 'editing') draw();
    else if (at < bytes.length) wait(bytes.subarray(at));
  };
  const readPending = (): void => {
    const waiting = pending;
    pending = new Uint8Array(0);
    read(waiting);
  };

  return {
    prompt(text) {
      promptCells = toCells(text);
      rows = [];
      emit(takeTerminal);
      state = 'editing';
      readPending();
      return take();
    },
    feed(bytes) {
      const fresh = lastByte === carriageReturn && bytes[0] === lineFeed ? bytes.subarray(1) : bytes;
      lastByte = bytes.at(-1) ?? lastByte;
      if (state === 'editing') read(fresh);
      else wait(fresh);
      return take();
    },
    takePending() {
      const taken = pending;
      pending = new Uint8Array(0);
      return taken;
    },
    setSize(nextColumns, nextRows) {
      width = Math.max(4, nextColumns);
      const cleared = screen.resize(width, Math.max(1, nextRows));
      rows = [];
      if (state === 'editing') {
        emit(cleared);
        draw();
      }
      return take();
    },
    hide() {
      if (state !== 'editing') return [];
      state = 'hidden';
      rows = [];
      emit(`${screen.erase()}${giveTerminal}`);
      return take();
    },
    show() {
      if (state !== 'hidden') return [];
      state = 'editing';
      emit(takeTerminal);
      readPending();
      return take();
    },
  };
}

/** UTF-16 units that both texts begin with. */
function commonLength(left: string, right: string): number {
  const most = Math.min(left.length, right.length);
  // Most keys append: then one comparison by the engine is enough.
  if (left.startsWith(right)) return right.length;
  let at = 0;
  while (at < most && left.charCodeAt(at) === right.charCodeAt(at)) at++;
  return at;
}
