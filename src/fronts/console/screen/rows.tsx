// Rows of text on the screen. The one place where text becomes Ink's: painted by us, never wrapped or cut by it.
import { Box, Text } from 'ink';
import { paintRow, type Row } from '../text/row.ts';

export function Rows({ rows, width, height }: { rows: readonly Row[]; width: number; height: number }) {
  return (
    <Box flexDirection="column" width={width} height={height} flexShrink={0}>
      {rows.slice(0, height).map((row, place) => (
        // biome-ignore lint/suspicious/noArrayIndexKey: a row is its place on the screen
        <Text key={place} wrap="truncate-end">
          {paintRow(row) || ' '}
        </Text>
      ))}
    </Box>
  );
}
