// Pending requests as a list: two rows each, those with the least time left first. Only what is on the screen is made.
import type { Card } from '../../../approval/approval.ts';
import type { TerminalSize } from '../../../targets/target.ts';
import { cutPieces } from '../text/lines.ts';
import { showPieces } from '../text/pieces.ts';
import { type Row, spreadRow } from '../text/row.ts';
import { duration } from '../words.ts';
import { firstSeen } from './window.ts';

const rowsEach = 2;

export function requestList(cards: readonly Card[], selected: Card | null, now: number, size: TerminalSize): Row[] {
  const room = Math.max(1, Math.floor(size.rows / rowsEach));
  const first = firstSeen(selected === null ? 0 : cards.indexOf(selected), cards.length, room);
  return cards
    .slice(first, first + room)
    .flatMap((card) => requestRows(card, card === selected, now, size.cols))
    .slice(0, size.rows);
}

function requestRows(card: Card, isSelected: boolean, now: number, width: number): Row[] {
  const left = card.deadline - now;
  const count = card.requests.length > 1 ? ` ×${card.requests.length}` : '';
  const clock = duration(left);
  const who = cutPieces(
    showPieces(`${card.agent.name} → ${card.target.name}`),
    width - 4 - clock.length - count.length - (card.highRisk ? 2 : 0),
  );
  const head = spreadRow(
    [
      { text: isSelected ? '▸ ' : '  ', style: 'title' },
      { text: who, style: isSelected ? 'selected' : 'bold' },
      { text: count, style: 'warning' },
      { text: card.highRisk ? ' !' : '', style: 'danger' },
    ],
    [{ text: clock, style: left < urgent ? 'danger' : 'dim' }],
    width - 1,
  );
  return [head, [{ text: `    ${cutPieces(showPieces(card.statement), width - 5)}` }]];
}

const urgent = 20_000_000; // µs
