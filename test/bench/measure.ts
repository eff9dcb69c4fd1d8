// Honest figures: interleaved rounds, medians, ratios within one run, and the command that made them.

export interface Contestant {
  readonly name: string;
  /** One measurement, in the bench's unit. */
  measure(): Promise<number>;
}

export interface Comparison {
  readonly title: string;
  readonly unit: string;
  /** Whether a larger figure is the better one. */
  readonly larger: boolean;
  /** The first is what the others are compared with. */
  readonly contestants: readonly Contestant[];
  /** DESIGN §8's figure for the ratio to the first, in words. */
  readonly goal: string;
}

/**
 * Runs the contestants in turn, round by round, after one round that is not counted; prints a table. Each round begins
 * with another, because whoever follows may find the disk busy with what was written before.
 */
export async function compare(comparison: Comparison, rounds: number): Promise<void> {
  const { title, unit, contestants, goal } = comparison;
  const samples = contestants.map((): number[] => []);
  for (let round = -1; round < rounds; round += 1) {
    const first = (round + 1) % contestants.length;
    const order = [...contestants.keys()];
    for (const index of [...order.slice(first), ...order.slice(0, first)]) {
      const value = await contestants[index]?.measure();
      if (round >= 0 && value !== undefined) samples[index]?.push(value);
    }
  }
  const medians = samples.map(median);
  const base = medians[0] ?? Number.NaN;
  console.log(
    `\n${title} (${unit}, ${rounds} interleaved rounds; ${comparison.larger ? 'more' : 'less'} is better; goal ${goal})`,
  );
  printTable([
    ['', 'median', 'least', 'most', `ratio to ${contestants[0]?.name}`],
    ...contestants.map(({ name }, index) => {
      const row = samples[index] ?? [];
      const ratio = (medians[index] ?? Number.NaN) / base;
      return [name, figure(medians[index]), figure(Math.min(...row)), figure(Math.max(...row)), ratio.toFixed(2)];
    }),
  ]);
}

export function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b);
  const middle = sorted.length / 2;
  if (sorted.length % 2 === 1) return sorted[Math.floor(middle)] ?? Number.NaN;
  return ((sorted[middle - 1] ?? Number.NaN) + (sorted[middle] ?? Number.NaN)) / 2;
}

export function printTable(rows: readonly (readonly string[])[]): void {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((row) => row[column]?.length ?? 0)));
  for (const row of rows) {
    console.log(
      `  ${row.map((cell, column) => (column === 0 ? cell.padEnd(widths[0] ?? 0) : cell.padStart(widths[column] ?? 0))).join('  ')}`,
    );
  }
}

function figure(value: number | undefined): string {
  if (value === undefined) return '-';
  return value >= 100 ? value.toFixed(0) : value.toPrecision(3);
}
