// The requests tab: what waits on the left, the selected card on the right; one above the other where it is narrow.
import { Box, Text } from 'ink';
import type { Card } from '../../../approval/approval.ts';
import { cardRows } from '../card/card-rows.ts';
import { type ConsoleState, selectedCard, visibleCards } from '../model/state.ts';
import { cutPieces } from '../text/lines.ts';
import { showPieces } from '../text/pieces.ts';
import { paintRow, type Row, spreadRow } from '../text/row.ts';
import { duration, timeOfDay } from '../words.ts';
import type { Layout } from './layout.ts';
import { requestList } from './request-list.ts';
import { Rows } from './rows.tsx';

export function Requests({ state, layout }: { state: ConsoleState; layout: Layout }) {
  const cards = visibleCards(state);
  const card = selectedCard(state);
  const { list, beside, body } = layout;
  return (
    <Box flexDirection={beside ? 'row' : 'column'} height={body}>
      <Rows rows={requestList(cards, card, state.now, list)} width={list.cols} height={list.rows} />
      {beside && <Divider height={body} />}
      {card === null ? (
        <Nothing state={state} layout={layout} />
      ) : (
        <CardView card={card} state={state} layout={layout} />
      )}
    </Box>
  );
}

/** One text of many lines: Ink lays out one node, not one a row. */
function Divider({ height }: { height: number }) {
  const line = paintRow([{ text: '│', style: 'dim' }]);
  return (
    <Box width={2} height={height} flexShrink={0}>
      <Text>{Array.from({ length: height }, () => line).join('\n')}</Text>
    </Box>
  );
}

function CardView({ card, state, layout }: { card: Card; state: ConsoleState; layout: Layout }) {
  const { cols, rows: room } = layout.card;
  const { rows } = cardRows(card, cols);
  const left = card.deadline - state.now;
  const head = spreadRow(
    [
      { text: card.highRisk ? 'HIGH RISK' : 'request', style: card.highRisk ? 'danger' : 'title' },
      { text: card.requests.length > 1 ? ` ×${card.requests.length} (one decision for all)` : '', style: 'warning' },
    ],
    [{ text: `${duration(left)} left`, style: left < urgent ? 'danger' : 'bold' }],
    cols,
  );
  const below = rows.length - state.scroll - room;
  const mark: Row = [
    { text: below > 0 ? `↓ ${below} more rows` : '', style: state.readAll ? 'dim' : 'warning' },
    { text: state.scroll > 0 ? ` ↑ ${state.scroll} above` : '', style: 'dim' },
  ];
  const seen = [head, ...rows.slice(state.scroll, state.scroll + room)];
  while (seen.length < room + 1) seen.push([]);
  return <Rows rows={[...seen, mark]} width={cols} height={room + 2} />;
}

const urgent = 20_000_000; // µs

/** Nobody waits: what was decided lately, so that a second operator sees who did what. */
function Nothing({ state, layout }: { state: ConsoleState; layout: Layout }) {
  const { cols, rows } = layout.card;
  const text = state.filter === '' ? 'nothing waits for a decision' : 'nothing that waits fits the filter';
  const lately = state.settled.map(
    ({ time, text }): Row => [
      { text: `${timeOfDay(time)} `, style: 'dim' },
      { text: cutPieces(showPieces(text), cols - 10) },
    ],
  );
  return <Rows rows={[[{ text, style: 'dim' }], [], ...lately]} width={cols} height={rows + 2} />;
}
