// Recorded output → what may be shown to a person: printable text and the sequences on the allow-list, nothing else.
// It also remembers which modes it let through, so that the terminal can be left as it was.
import { createEscapeParser, type TerminalEvent } from '../terminal/escape-parser.ts';
import { allowControl, allowCsi, allowEscape, type Csi, drawLines } from './allowed-sequences.ts';

export interface Filtered {
  readonly text: string;
  /** When the main screen was cleared in these bytes: what alone draws the same picture. Else null. */
  readonly sinceClear: string | null;
}

export interface OutputFilter {
  /** Takes bytes in any chunks; invalid UTF-8 becomes U+FFFD. */
  feed(bytes: Uint8Array): Filtered;
  /** What undoes the modes that are on: attributes, margins, insert mode, hidden cursor, alternate screen. */
  restore(): string;
}

const home = '\u001b[H';
const clear = `${home}\u001b[2J`;
const resetMargins = '\u001b[r';
const shiftOut = 0x0e;
const shiftIn = 0x0f;
const insertMode = 4;
const alternates = [47, 1047, 1049];

/** Modes that a terminal has on when nobody touched them: autowrap, cursor visible. */
const onByDefault = new Set([7, 25]);

/** Attributes pile up until they are reset; the latest this many sequences draw the picture. */
const mostAttributes = 64;

export function createOutputFilter(): OutputFilter {
  const decoder = new TextDecoder('utf-8', { ignoreBOM: true });
  const parser = createEscapeParser('output');
  const modes = new Map<number, boolean>();
  let attributes: string[] = [];
  let margins = '';
  let charsets: ['B' | '0', 'B' | '0'] = ['B', 'B'];
  let active: 0 | 1 = 0;
  let out = '';
  let sinceClear: string | null = null;
  let before = '';

  const isAlternate = () => alternates.some((mode) => modes.get(mode) === true);
  const emit = (text: string) => {
    out += text;
    if (sinceClear !== null) sinceClear += text;
  };
  const startAnew = () => {
    if (isAlternate()) return;
    const settings = [...modes].map(([mode, on]) => setMode(mode, on));
    sinceClear = [...settings, margins, ...attributes, clear].join('');
  };

  const remember = ({ private: prefix, parameters, final }: Csi, allowed: string) => {
    if (final === 'm') {
      attributes = /^0*(;|$)/.test(parameters) ? [allowed] : [...attributes.slice(1 - mostAttributes), allowed];
    } else if (final === 'r') margins = allowed;
    else if (prefix === '?' || final === 'h' || final === 'l') {
      for (const mode of allowed.match(/\d+/g) ?? []) modes.set(Number(mode), final === 'h');
    }
  };

  const print = (text: string) => {
    const shown = charsets[active] === '0' ? drawLines(text) : text;
    before = [...shown.slice(-2)].at(-1) ?? '';
    emit(shown);
  };
  const control = (code: number) => {
    if (code === shiftOut || code === shiftIn) active = code === shiftOut ? 1 : 0;
    else emit(allowControl(code));
  };
  const escapeSequence = (intermediates: string, final: string) => {
    if (intermediates === '(' || intermediates === ')') {
      charsets[intermediates === '(' ? 0 : 1] = final === '0' ? '0' : 'B';
    } else if (intermediates === '' && final === 'c') {
      emit(restore() + clear);
      startAnew();
    } else emit(allowEscape(intermediates, final) ?? '');
  };
  const controlSequence = (sequence: Csi) => {
    const allowed = allowCsi(sequence, before);
    if (allowed === null) return;
    const isHome = out.endsWith(home) || out.endsWith('\u001b[1;1H');
    emit(allowed);
    remember(sequence, allowed);
    if (isHome && sequence.final === 'J' && /^[02]?$/.test(sequence.parameters)) startAnew();
  };
  const take = (event: TerminalEvent) => {
    if (event.kind === 'print') print(event.text);
    else if (event.kind === 'control') control(event.code);
    else if (event.kind === 'escape') escapeSequence(event.intermediates, event.final);
    else if (event.kind === 'csi') controlSequence(event);
  };

  const restore = () => {
    const undone = [...modes]
      .filter(([mode, on]) => on !== onByDefault.has(mode))
      .map(([mode, on]) => setMode(mode, !on));
    for (const mode of modes.keys()) modes.set(mode, onByDefault.has(mode));
    // DECSTBM moves the cursor; it shall stay where the output ended.
    if (margins !== '' && margins !== resetMargins) undone.unshift(`\u001b7${resetMargins}\u001b8`);
    margins &&= resetMargins;
    attributes = ['\u001b[0m'];
    charsets = ['B', 'B'];
    active = 0;
    return [...undone, ...attributes].join('');
  };

  return {
    feed: (bytes) => {
      out = '';
      sinceClear = null;
      for (const event of parser.feed(decoder.decode(bytes, { stream: true }))) take(event);
      return { text: out, sinceClear };
    },
    restore,
  };
}

function setMode(mode: number, on: boolean): string {
  return `\u001b[${mode === insertMode ? '' : '?'}${mode}${on ? 'h' : 'l'}`;
}
