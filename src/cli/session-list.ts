// `ostiary session list`: the sessions, newest first, as a table or as JSON lines.
import { type Command, InvalidArgumentError, Option } from 'commander';
import { loadConfig } from '../config/load.ts';
import type { SessionRow, SessionState } from '../store/store.ts';
import { configPath } from './config-path.ts';
import { withStore } from './open-store.ts';
import { formatTable } from './table.ts';

interface Options {
  readonly config?: string;
  readonly json?: true;
  readonly limit: number;
  readonly state?: SessionState;
}

export function registerSessionList(session: Command): void {
  session
    .command('list')
    .description('list sessions, newest first')
    .option('--json', 'one JSON object a line')
    .option('--limit <number>', 'how many at most', parseLimit, 50)
    .addOption(new Option('--state <state>', 'only these').choices(['live', 'closed', 'interrupted']))
    .action((_: unknown, command: Command) => list(command.optsWithGlobals()));
}

function list({ config, json, limit, state }: Options): void {
  const filter = state === undefined ? { limit } : { limit, state };
  const rows = withStore(loadConfig(configPath(config)), (store) => store.sessions(filter)) ?? [];
  if (json) for (const row of rows) console.log(JSON.stringify(row));
  else if (rows.length === 0) console.log('no sessions');
  else
    for (const line of formatTable(
      HEAD,
      rows.map((row) => cells(row, Date.now())),
    ))
      console.log(line);
}

const HEAD = ['id', 'identity', 'target', 'mode', 'started', 'duration', 'statements', 'denied', 'state'] as const;

/** `now` in ms since 1970: where a live session has come to. */
function cells(row: SessionRow, now: number): readonly string[] {
  const end = row.closed === null ? now : Date.parse(row.closed);
  const duration = formatDuration(end - Date.parse(row.opened));
  const { id, identity, target, mode, opened, statements, denied, state } = row;
  return [id, identity, target, mode, opened, duration, String(statements), String(denied), state];
}

/** `4.2s`, `3m12s`, `12h03m`; from milliseconds. */
function formatDuration(ms: number): string {
  if (ms < 60_000) return `${(Math.max(ms, 0) / 1000).toFixed(1)}s`;
  const seconds = Math.floor(ms / 1000);
  const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60];
  const two = (number: number) => String(number).padStart(2, '0');
  return hours > 0 ? `${hours}h${two(minutes)}m` : `${minutes}m${two(rest)}s`;
}

function parseLimit(text: string): number {
  const limit = Number(text);
  if (!Number.isSafeInteger(limit) || limit < 1) throw new InvalidArgumentError('It must be a whole number from 1.');
  return limit;
}
