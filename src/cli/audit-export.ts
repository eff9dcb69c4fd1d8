// `ostiary audit export`: a range of the log on stdout, with the proof that it is one.
import { readFileSync } from 'node:fs';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { type Command, InvalidArgumentError } from 'commander';
import { lastCheckpoint, parseCheckpoint } from '../audit/checkpoint.ts';
import { exportLog } from '../audit/export.ts';
import { loadConfig } from '../config/load.ts';
import { faults, isSystemError } from '../core/errors.ts';
import { configPath } from './config-path.ts';
import { withStoreOpen } from './open-store.ts';

interface Options {
  readonly config?: string;
  readonly after?: string;
  readonly before?: string;
  readonly session?: string;
  readonly since?: string;
}

export function registerAuditExport(audit: Command): void {
  audit
    .command('export')
    .description('write the audit events of a time, with their proof, as JSON lines')
    .option('--config <file>', 'the ostiary.yaml of the broker')
    .option('--after <time>', 'from this time on, such as 2026-11-21 or 2026-11-21T08:00:00Z', parseTime)
    .option('--before <time>', 'up to this time', parseTime)
    .option('--session <id>', 'only events of this session: then it cannot be shown that none is left out')
    .option('--since <file>', 'also show that the log continues this older checkpoint')
    .action(writeExport);
}

async function writeExport({ config, after, before, session, since }: Options): Promise<void> {
  const order = { after: after ?? null, before: before ?? null, session: session ?? null };
  const written = await withStoreOpen(loadConfig(configPath(config)), async (store) => {
    if (session !== undefined && store.session(session) === null) throw faults.sessionUnknown(session);
    const pieces = exportLog(store.log, { ...order, since: since === undefined ? null : sizeIn(since) });
    try {
      await pipeline(Readable.from(pieces), process.stdout, { end: false });
    } catch (error) {
      if (!isSystemError(error, 'EPIPE')) throw error;
    }
    return true;
  });
  if (written === null) throw faults.checkpointNone();
}

/** Nothing is checked here: whoever verifies has a copy of the checkpoint. */
function sizeIn(file: string): number {
  const note = lastCheckpoint(readText(file));
  const checkpoint = note === null ? null : parseCheckpoint(note);
  if (checkpoint === null) throw faults.auditFileUnreadable(file, 'it holds no whole checkpoint');
  return checkpoint.size;
}

export function readText(file: string): string {
  try {
    return readFileSync(file, 'utf8');
  } catch (error) {
    throw faults.auditFileUnreadable(file, (error as Error).message);
  }
}

/** As the log writes times: ISO 8601 UTC with milliseconds. */
function parseTime(text: string): string {
  const time = /^\d{4}-\d\d-\d\d/.test(text) ? Date.parse(text) : Number.NaN;
  if (Number.isNaN(time)) throw new InvalidArgumentError('It is a time like 2026-11-21T08:00:00Z.');
  return new Date(time).toISOString();
}
