// The first two and the last two rows: where one is, what happened, which keys there are.
import stringWidth from 'string-width';
import type { Identity } from '../../../identity/identity.ts';
import { type ConsoleState, tabs } from '../model/state.ts';
import { cutPieces } from '../text/lines.ts';
import { showPieces, showText } from '../text/pieces.ts';
import { type Row, type Span, spreadRow } from '../text/row.ts';
import { scopeText, timeOfDay } from '../words.ts';
import { Rows } from './rows.tsx';

export function Header({ state, viewer }: { state: ConsoleState; viewer: Identity }) {
  const { size, tab, locks } = state;
  const counts = {
    requests: state.cards.reduce((sum, { requests }) => sum + requests.length, 0),
    sessions: state.sessions.length,
    rules: state.rules.length,
  };
  const names = tabs.flatMap((name): Span[] => [
    { text: ' ' },
    {
      text: ` ${name} ${counts[name]} `,
      style: name === tab ? 'selected' : name === 'requests' && counts.requests > 0 ? 'warning' : 'plain',
    },
  ]);
  const locked = locks[0] === undefined ? '' : ` LOCKED: ${scopeText(locks[0].scope)}${locks.length > 1 ? ' …' : ''}`;
  const who = size.cols < 70 ? '' : `${showText(viewer.name)} (${viewer.kind})  ${timeOfDay(state.time)} UTC`;
  const head: Row = spreadRow(
    [{ text: 'ostiary', style: 'title' }, ...names, { text: locked, style: 'danger' }],
    [{ text: who, style: 'dim' }],
    size.cols,
  );
  return <Rows rows={[head, [{ text: '─'.repeat(size.cols), style: 'dim' }]]} width={size.cols} height={2} />;
}

export function Footer({ state, mayDecide }: { state: ConsoleState; mayDecide: boolean }) {
  const { size, notice, settled, filter } = state;
  const latest = settled[0];
  const said: Row =
    notice !== null
      ? [{ text: cutPieces(showPieces(notice.text), size.cols), style: notice.tone }]
      : latest === undefined
        ? []
        : [
            { text: `${timeOfDay(latest.time)} `, style: 'dim' },
            { text: cutPieces(showPieces(latest.text), size.cols - 9), style: 'dim' },
          ];
  const filtered = filter === '' ? '' : ` filter: ${cutPieces(showPieces(filter), 20)} `;
  const keys: Row = [
    { text: filtered, style: 'selected' },
    ...keyRow(keysOf(state, mayDecide), size.cols - stringWidth(filtered)),
  ];
  return <Rows rows={[said, keys]} width={size.cols} height={2} />;
}

const looking = ['w watch', '/ filter', 'Tab next', '? help', 'q quit'];

function keysOf({ tab, watching }: ConsoleState, mayDecide: boolean): readonly string[] {
  if (watching !== null) return [...(mayDecide ? ['k kill'] : []), '↑↓ scroll', 'Esc back'];
  if (!mayDecide) return looking;
  if (tab === 'rules') return ['x revoke', 'l lock', 'Tab next', '? help', 'q quit'];
  if (tab === 'sessions') return ['k kill', 'l lock', ...looking];
  return ['a approve', 'd deny', 's similar', 'w watch', 'k kill', 'l lock', ...looking.slice(1)];
}

/** Each key stands out from what it does; keys that find no room are behind `?`. */
function keyRow(keys: readonly string[], room: number): Row {
  const row: Span[] = [];
  let used = 0;
  for (const hint of keys) {
    const width = stringWidth(hint) + (used === 0 ? 0 : 1);
    if (used + width > room) break;
    const blank = hint.indexOf(' ');
    row.push({ text: `${used === 0 ? '' : ' '}${hint.slice(0, blank)}`, style: 'bold' });
    row.push({ text: hint.slice(blank), style: 'dim' });
    used += width;
  }
  return row;
}
