// The first line of a cast: printed as asciicast v3, read as v2 or v3.
import type { CastHeader, OstiaryHeader } from './cast.ts';

/** The v3 header line. `idle_time_limit` is never written: players obey it and shift their clock. */
export function printHeader(header: CastHeader): string {
  const { cols, rows, type, ...rest } = header;
  return `${JSON.stringify({ version: 3, term: { cols, rows, type }, ...rest })}\n`;
}

/** The header and its version, or why the line is none. */
export function parseHeader(line: string): { version: 2 | 3; header: CastHeader } | { problem: string } {
  const value = parseObject(line);
  if (value === null) return { problem: 'the header is not a JSON object' };
  const { version } = value;
  if (version !== 2 && version !== 3) return { problem: `asciicast version ${JSON.stringify(version)} is not known` };
  const term = version === 2 ? { cols: value.width, rows: value.height, type: undefined } : value.term;
  if (!isObject(term) || !isSize(term.cols) || !isSize(term.rows)) {
    return { problem: 'the header does not give the size of the terminal' };
  }
  return {
    version,
    header: {
      cols: term.cols,
      rows: term.rows,
      ...(typeof term.type === 'string' && { type: term.type }),
      ...(typeof value.timestamp === 'number' && { timestamp: value.timestamp }),
      ...(typeof value.title === 'string' && { title: value.title }),
      ...(isObject(value.env) && { env: value.env as Record<string, string> }),
      ...(isObject(value.ostiary) && { ostiary: value.ostiary as unknown as OstiaryHeader }),
    },
  };
}

function parseObject(line: string): Record<string, unknown> | null {
  try {
    const value: unknown = JSON.parse(line);
    return isObject(value) ? value : null;
  } catch {
    return null;
  }
}

function isObject(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function isSize(value: unknown): value is number {
  return Number.isInteger(value) && (value as number) > 0;
}
