// What @xterm/headless knows of its state but does not tell. Its version is pinned, and the tests of the emulator compare
// pictures that depend on every field read here.
import type { IBufferCell, Terminal } from '@xterm/headless';

export type Style = Pick<
  IBufferCell,
  | 'isBold'
  | 'isDim'
  | 'isItalic'
  | 'isUnderline'
  | 'isBlink'
  | 'isInverse'
  | 'isInvisible'
  | 'isStrikethrough'
  | 'isOverline'
  | 'getFgColorMode'
  | 'isFgDefault'
  | 'getFgColor'
  | 'getBgColorMode'
  | 'isBgDefault'
  | 'getBgColor'
>;

/** Characters that are drawn as others; undefined or null for none. */
type Charset = Readonly<Record<string, string>> | null | undefined;

interface CoreBuffer {
  /** May be the number of columns: the next character wraps. */
  readonly x: number;
  readonly y: number;
  readonly savedX: number;
  readonly savedY: number;
  readonly savedCurAttrData: Style;
  readonly savedCharset: Charset;
  readonly scrollTop: number;
  readonly scrollBottom: number;
  readonly tabs: Readonly<Record<number, boolean>>;
}

interface Core {
  readonly buffers: { readonly active: CoreBuffer; readonly normal: CoreBuffer };
  readonly coreService: { readonly isCursorHidden: boolean };
  readonly _charsetService: {
    readonly glevel: number;
    /** In use: what was designated as G0 or G1, or what came back with a saved cursor. */
    readonly charset: Charset;
    readonly _charsets: readonly Charset[];
  };
  readonly _inputHandler: InputHandler;
}

interface InputHandler {
  readonly _curAttrData: Style;
  readonly _parser: { readonly currentState: number; readonly precedingJoinState: number };
}

/** What reads the text that was written, some time after the write. */
interface WriteBuffer {
  _action: (text: string | Uint8Array, promised?: boolean) => unknown;
}

export function writeBufferOf(terminal: Terminal): WriteBuffer {
  return (terminal as unknown as { readonly _core: { readonly _writeBuffer: WriteBuffer } })._core._writeBuffer;
}

type CsiFunction = (parameters: { readonly params: readonly number[]; readonly length: number }) => boolean;

const coreOf = (terminal: Terminal): Core => (terminal as unknown as { readonly _core: Core })._core;

/** The functions that carry out control sequences, by the emulator's own names. */
export function inputOf(terminal: Terminal): Readonly<Record<string, CsiFunction>> {
  return coreOf(terminal)._inputHandler as unknown as Readonly<Record<string, CsiFunction>>;
}

export interface SavedCursor {
  readonly x: number;
  readonly y: number;
  readonly style: Style;
  readonly lines: boolean;
}

export interface State {
  readonly x: number;
  readonly y: number;
  readonly style: Style;
  /** A character was printed last: what joins characters, or repeats one, joins or repeats it. */
  readonly justPrinted: boolean;
  readonly cursorHidden: boolean;
  /** First and last row of the scroll region. */
  readonly margins: readonly [number, number];
  readonly tabs: readonly number[];
  /** Whether G0 and G1 are line drawing, and which of them is in use. */
  readonly charsets: { readonly lines: readonly [boolean, boolean]; readonly active: number };
  readonly saved: SavedCursor;
  /** Of the main screen. */
  readonly savedBelow: SavedCursor;
}

export function readState(terminal: Terminal): State {
  const { buffers, coreService, _charsetService: charsets, _inputHandler: input } = coreOf(terminal);
  const { active, normal } = buffers;
  const linesIn = (level: number) => isLines(level === charsets.glevel ? charsets.charset : charsets._charsets[level]);
  return {
    x: active.x,
    y: active.y,
    style: input._curAttrData,
    justPrinted: input._parser.precedingJoinState !== 0,
    cursorHidden: coreService.isCursorHidden,
    margins: [active.scrollTop, active.scrollBottom],
    tabs: Object.keys(active.tabs)
      .filter((column) => active.tabs[Number(column)] === true)
      .map(Number),
    charsets: { lines: [linesIn(0), linesIn(1)], active: charsets.glevel },
    saved: savedOf(active),
    savedBelow: savedOf(normal),
  };
}

function savedOf({ savedX, savedY, savedCurAttrData, savedCharset }: CoreBuffer): SavedCursor {
  return { x: savedX, y: savedY, style: savedCurAttrData, lines: isLines(savedCharset) };
}

const isLines = (charset: Charset): boolean => charset?.['`'] === '◆';

const ground = 0;

export function isBetweenSequences(terminal: Terminal): boolean {
  return coreOf(terminal)._inputHandler._parser.currentState === ground;
}

export function isAtDefaults(terminal: Terminal): boolean {
  const { margins, charsets } = readState(terminal);
  const whole = margins[0] === 0 && margins[1] === terminal.rows - 1;
  return whole && charsets.active === 0 && !charsets.lines[0] && !terminal.modes.originMode;
}
