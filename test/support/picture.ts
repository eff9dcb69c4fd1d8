// What a terminal shows and how it would go on, as a value that tests compare; and streams of output that are hard to
// draw again.
import type { Terminal } from '@xterm/headless';
import fc from 'fast-check';
import { createEmulator, type Emulator, type ScreenSize } from '../../src/terminal/emulator.ts';

/** Every cell with its style, the cursor, and which screen it is. */
export function pictureOf(terminal: Terminal): readonly string[] {
  const { active } = terminal.buffer;
  const cell = active.getNullCell();
  const rows = Array.from({ length: terminal.rows }, (_, y) => {
    const line = active.getLine(active.baseY + y);
    let row = '';
    let wide = false;
    for (let x = 0; x < terminal.cols; x++) {
      line?.getCell(x, cell);
      const behindWide = wide;
      wide = cell.getWidth() === 2;
      if (cell.getWidth() === 0 && behindWide) continue;
      const background = cell.isBgDefault() ? '' : `${cell.getBgColorMode()}:${cell.getBgColor()}`;
      const style = styleOf(cell, background);
      // A blank looks like a cell that was never written; of a wide character that a resize cut in two nothing is left.
      const cut = wide && x === terminal.cols - 1;
      if (cut || cell.getChars() === '' || (cell.getChars() === ' ' && ['', `{/${background}}`].includes(style))) {
        row += background === '' ? '·' : `·{${background}}`;
      } else row += cell.getChars() + style;
    }
    return row;
  });
  return [`${active.type} ${active.cursorX},${active.cursorY} ${terminal.cols}x${terminal.rows}`, ...rows];
}

function styleOf(cell: NonNullable<ReturnType<Terminal['buffer']['active']['getNullCell']>>, background: string) {
  const style = [
    cell.isBold() ? 'b' : '',
    cell.isDim() ? 'd' : '',
    cell.isItalic() ? 'i' : '',
    cell.isUnderline() ? 'u' : '',
    cell.isInverse() ? 'r' : '',
    cell.isInvisible() ? 'h' : '',
    cell.isStrikethrough() ? 's' : '',
    cell.isFgDefault() ? '' : `${cell.getFgColorMode()}:${cell.getFgColor()}`,
    background === '' ? '' : `/${background}`,
  ].join('');
  return style === '' ? '' : `{${style}}`;
}

export const write = (emulator: Emulator, text: string): Promise<void> =>
  new Promise((resolve) => emulator.write(text, resolve));

/** The picture that output draws on a terminal that was just reset. */
export async function drawn(size: ScreenSize, ...output: readonly (string | ScreenSize)[]): Promise<readonly string[]> {
  const emulator = createEmulator(size);
  for (const one of output) {
    if (typeof one === 'string') await write(emulator, one);
    else emulator.resize(one);
  }
  await write(emulator, '');
  const picture = pictureOf(emulator.terminal);
  emulator.close();
  return picture;
}

const csi = (...finals: readonly string[]) =>
  fc
    .tuple(fc.array(fc.integer({ min: 0, max: 12 }), { maxLength: 2 }), fc.constantFrom(...finals))
    .map(([numbers, final]) => `\x1b[${numbers.join(';')}${final}`);

/** What a restored cursor does to charsets is each terminal's own invention. */
const plainCharsets = '\x1b(B\x1b)B\x0f';

/** One piece of output: text, colours, movements, modes, charsets, screens. */
export const outputPiece: fc.Arbitrary<string> = fc.oneof(
  { weight: 6, arbitrary: fc.string({ unit: fc.constantFrom(...'abcxyz 0149~`q'), maxLength: 25 }) },
  { weight: 2, arbitrary: fc.constantFrom('中文字', '한', 'é', 'e\u0301.', '👍🏽', '─│', 'ﬀ') },
  { weight: 3, arbitrary: fc.constantFrom('\r\n', '\n', '\r', '\b', '\t', '\x0e', '\x0f', '\x1bM', '\x1bD', '\x1bE') },
  { weight: 3, arbitrary: csi(...'ABCDGHdXPLM@STb', 'J', 'K', 'r') },
  {
    weight: 3,
    arbitrary: fc.constantFrom(
      '\x1b[m',
      '\x1b[1;31m',
      '\x1b[2;44m',
      '\x1b[38;5;200m',
      '\x1b[48;2;1;2;3m',
      '\x1b[7;4m',
      '\x1b[22;27m',
      '\x1b[97;103m',
      '\x1b[3;9m',
    ),
  },
  {
    weight: 2,
    arbitrary: fc.constantFrom(
      '\x1b[?1049h',
      `\x1b[?1049l${plainCharsets}`,
      '\x1b[?1047h',
      '\x1b[?1047l',
      '\x1b7',
      `\x1b8${plainCharsets}`,
      '\x1b[?7l',
      '\x1b[?7h',
      '\x1b[4h',
      '\x1b[4l',
      '\x1b[?6h',
      '\x1b[?6l',
      '\x1b[?25l',
      '\x1b[?25h',
      '\x1b(0',
      '\x1b(B',
      '\x1b)0',
      '\x1bH',
      '\x1b[g',
      '\x1b[3g',
      '\x1b[r',
      '\x1bc',
      '\x1b[!p',
      '\x1b]0;title\x07',
      '\x1b]8;;http://example.com\x1b\\',
    ),
  },
);
