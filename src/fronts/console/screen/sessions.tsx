// The sessions tab: who is where, what runs now, for how long, how much it prints.
import { type ConsoleState, selectedSession, visibleSessions } from '../model/state.ts';
import { cutPieces } from '../text/lines.ts';
import { showPieces } from '../text/pieces.ts';
import type { Row } from '../text/row.ts';
import { duration, rate } from '../words.ts';
import type { Layout } from './layout.ts';
import { Rows } from './rows.tsx';
import { firstSeen } from './window.ts';

const columns = { who: 24, mode: 12, age: 8, rate: 10 };

export function Sessions({ state, layout }: { state: ConsoleState; layout: Layout }) {
  const sessions = visibleSessions(state);
  const selected = selectedSession(state);
  const { cols } = state.size;
  const room = layout.body - 1;
  const first = firstSeen(selected === null ? 0 : sessions.indexOf(selected), sessions.length, room);
  const head: Row = [
    {
      text: `  ${'agent → target'.padEnd(columns.who)}${'mode'.padEnd(columns.mode)}${'running'.padEnd(columns.age)}${'output'.padEnd(columns.rate)}statement`,
      style: 'dim',
    },
  ];
  const rows = sessions.slice(first, first + room).map(({ id, agent, target, mode, running, rate: bytes }): Row => {
    const isSelected = id === selected?.id;
    const runs = running === null ? '–' : duration(state.now - running.since);
    return [
      { text: isSelected ? '▸ ' : '  ', style: 'title' },
      { text: padded(`${agent} → ${target}`, columns.who - 1), style: isSelected ? 'selected' : 'bold' },
      { text: ` ${mode.padEnd(columns.mode)}${runs.padEnd(columns.age)}${rate(bytes).padEnd(columns.rate)}` },
      { text: running === null ? '' : cutPieces(showPieces(running.statement), Math.max(12, cols - 57)), style: 'run' },
    ];
  });
  const none: Row = [{ text: '  no session is open', style: 'dim' }];
  return <Rows rows={[head, ...(rows.length === 0 ? [none] : rows)]} width={cols} height={layout.body} />;
}

function padded(text: string, width: number): string {
  const pieces = showPieces(text);
  const shown = cutPieces(pieces, width);
  const used = Math.min(
    width,
    pieces.reduce((sum, piece) => sum + piece.width, 0),
  );
  return shown + ' '.repeat(width - used);
}
