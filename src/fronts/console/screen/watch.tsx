// Looking on: the session's own screen, row by row, cut at the edges of ours and saying so.
import { Box, Text } from 'ink';
import type { ConsoleState } from '../model/state.ts';
import { showText } from '../text/pieces.ts';
import type { Row } from '../text/row.ts';
import type { Layout } from './layout.ts';
import { Rows } from './rows.tsx';

export function WatchView({ state, layout }: { state: ConsoleState; layout: Layout }) {
  const { watching, size, sessions } = state;
  if (watching === null) return null;
  const { watch, session } = watching;
  const room = layout.body - 1;
  const lines = watch.lines();
  const first = Math.min(watching.scroll, Math.max(0, lines.length - room));
  const who = sessions.find(({ id }) => id === session);
  const cut = watch.cols > size.cols || watch.rows > room;
  const head: Row = [
    { text: watch.ended ? 'ended ' : 'watching ', style: watch.ended ? 'warning' : 'good' },
    { text: who === undefined ? session : `${showText(who.agent)} → ${showText(who.target)}`, style: 'bold' },
    { text: `  ${session}  ${watch.cols}×${watch.rows}`, style: 'dim' },
    { text: cut ? ` (cut; from row ${first + 1})` : '', style: 'warning' },
  ];
  return (
    <Box flexDirection="column" height={layout.body}>
      <Rows rows={[head]} width={size.cols} height={1} />
      <Box flexDirection="column" height={room}>
        {lines.slice(first, first + room).map((line, place) => (
          // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
          <Text key={place} wrap="truncate-end">
            {line || ' '}
          </Text>
        ))}
      </Box>
    </Box>
  );
}
