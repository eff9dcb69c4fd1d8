// A screen as output that draws it on a terminal that was just reset: the cells, then the state that later output builds
// on. Sequences are those of ECMA-48 and xterm's ctlseqs that small emulators know too.
import type { IBuffer, IBufferCell, Terminal } from '@xterm/headless';
import { readState, type SavedCursor, type State, type Style } from './internals.ts';

const csi = '\u001b[';

export function drawScreen(terminal: Terminal): string {
  const state = readState(terminal);
  const { normal, active } = terminal.buffer;
  let out = drawCells(terminal, normal);
  if (active.type === 'alternate') {
    // 1047 saves no cursor: the one that the program goes back to is set before.
    out += `${saveCursor(terminal, state.savedBelow)}${csi}0m${csi}?1047h${drawCells(terminal, active)}`;
  }
  out += setTabs(terminal, state) + saveCursor(terminal, state.saved) + setModes(terminal, state);
  return out + placeCursor(terminal, state);
}

const nowhere = { x: -1, y: -1 };

function drawCells(terminal: Terminal, buffer: IBuffer): string {
  const { cols, rows } = terminal;
  const cell = buffer.getNullCell();
  let out = '';
  let style = '';
  /** Where the cursor is after what was drawn last; nowhere known at first. */
  let at = nowhere;
  const go = (x: number, y: number) => {
    if (at.x !== x || at.y !== y) out += position(x, y);
  };
  const take = (next: string) => {
    if (next !== style) out += `${csi}0${next}m`;
    style = next;
  };
  for (let y = 0; y < rows; y++) {
    const line = buffer.getLine(buffer.baseY + y);
    if (line === undefined) break;
    for (let x = 0; x < cols; x++) {
      if (line.getCell(x, cell) === undefined || cell.getWidth() === 0) continue;
      const chars = cell.getChars();
      if (chars !== '') {
        // Lines that ran over the margin stay one line: they are wrapped anew when the size changes.
        const ranOver = x === 0 && line.isWrapped && at.y === y - 1 && at.x > cols - cell.getWidth();
        if (!ranOver) go(x, y);
        take(styleOf(cell));
        out += chars;
        const end = x + cell.getWidth();
        // Terminals do not agree on the width of emoji and of what is joined of several code points.
        at = chars.length > 1 && end < cols ? nowhere : { x: end, y };
      } else if (!cell.isBgDefault()) {
        go(x, y);
        take(styleOf(cell));
        const width = emptyRun(line, cell, x, cols);
        out += `${csi}${width}X`;
        at = { x, y };
        x += width - 1;
      }
    }
  }
  return style === '' ? out : `${out}${csi}0m`;
}

/** How many erased cells of one colour follow each other. */
function emptyRun(line: NonNullable<ReturnType<IBuffer['getLine']>>, cell: IBufferCell, from: number, cols: number) {
  const style = styleOf(cell);
  let x = from + 1;
  while (x < cols && line.getCell(x, cell)?.getChars() === '' && cell.getWidth() === 1 && styleOf(cell) === style) x++;
  return x - from;
}

/** SGR parameters that make this of the default, each with its semicolon; '' for the default. */
function styleOf(style: Style): string {
  let codes = '';
  if (style.isBold()) codes += ';1';
  if (style.isDim()) codes += ';2';
  if (style.isItalic()) codes += ';3';
  if (style.isUnderline()) codes += ';4';
  if (style.isBlink()) codes += ';5';
  if (style.isInverse()) codes += ';7';
  if (style.isInvisible()) codes += ';8';
  if (style.isStrikethrough()) codes += ';9';
  if (style.isOverline()) codes += ';53';
  if (!style.isFgDefault()) codes += colour(30, style.getFgColorMode(), style.getFgColor());
  if (!style.isBgDefault()) codes += colour(40, style.getBgColorMode(), style.getBgColor());
  return codes;
}

/** How the emulator stores where a colour is from: the 16 of the palette, its 256, or RGB. */
const of16 = 1 << 24;
const of256 = 2 << 24;

function colour(ground: 30 | 40, mode: number, value: number): string {
  // Not 38;5 for the first 16: players show those brighter when they are bold.
  if (mode === of16) return `;${value < 8 ? ground + value : ground + 52 + value}`;
  if (mode === of256) return `;${ground + 8};5;${value}`;
  return `;${ground + 8};2;${value >> 16};${(value >> 8) & 255};${value & 255}`;
}

const position = (x: number, y: number): string => `${csi}${y + 1};${x + 1}H`;

function saveCursor({ cols, rows }: Terminal, { x, y, style, lines }: SavedCursor): string {
  const codes = styleOf(style);
  if (x === 0 && y === 0 && codes === '' && !lines) return '';
  const place = position(Math.min(x, cols - 1), Math.min(y, rows - 1));
  return `${place}${csi}0${codes}m${lines ? '\u001b(0' : ''}\u001b7${csi}0m${lines ? '\u001b(B' : ''}`;
}

function setTabs({ cols }: Terminal, { tabs }: State): string {
  const usual = Array.from({ length: Math.ceil(cols / 8) }, (_, index) => index * 8);
  const set = tabs.filter((column) => column < cols);
  if (set.length === usual.length && set.every((column, index) => column === usual[index])) return '';
  return `${csi}3g${set.map((column) => `${position(column, 0)}\u001bH`).join('')}`;
}

function setModes({ modes, options, rows }: Terminal, { margins: [top, bottom], cursorHidden }: State): string {
  let out = '';
  if (top !== 0 || bottom !== rows - 1) out += `${csi}${top + 1};${bottom + 1}r`;
  if (modes.originMode) out += `${csi}?6h`;
  if (modes.reverseWraparoundMode) out += `${csi}?45h`;
  if (options.convertEol) out += `${csi}20h`;
  if (cursorHidden) out += `${csi}?25l`;
  return out;
}

/** The cursor, what it draws with, and the character before it where later output may depend on that one. */
function placeCursor(terminal: Terminal, state: State): string {
  const { cols, modes } = terminal;
  const { x, y, style, margins, charsets, justPrinted } = state;
  const row = modes.originMode ? y - margins[0] : y;
  const pen = `${csi}0${styleOf(style)}m`;
  const wrapping = modes.wraparoundMode ? '' : `${csi}?7l`;
  const inserting = modes.insertMode ? `${csi}4h` : '';
  const designated =
    (charsets.lines[0] ? '\u001b(0' : '') +
    (charsets.lines[1] ? '\u001b)0' : '') +
    (charsets.active === 1 ? '\u000e' : '');
  const buffer = terminal.buffer.active;
  const line = buffer.getLine(buffer.baseY + y);
  let before = x - 1;
  while (before > 0 && line?.getCell(before)?.getWidth() === 0) before -= 1;
  const cell = before < 0 ? undefined : line?.getCell(before);
  const chars = cell?.getChars() ?? '';
  // Nothing may stand between that character and what depends on it. At the margin without autowrap the cursor only gets
  // there with it.
  const reachable = x < cols || modes.wraparoundMode;
  const again = justPrinted && chars !== '' && !/\p{M}/u.test(chars) && !modes.insertMode && reachable;
  if (x < cols && !again) return position(x, row) + pen + wrapping + designated + inserting;

  // At the margin the next character wraps, but only a character that was printed there makes it so.
  const own = cell === undefined ? pen : `${csi}0${styleOf(cell)}m`;
  const character = `${position(before, row)}${own}${chars || ' '}${own === pen ? '' : pen}`;
  return again ? wrapping + designated + character : wrapping + character + designated + inserting;
}
