// The search over 20,000 statements: how long their sessions take to get in, how large the index is, and how long
// auditors wait.
import { mkdirSync, mkdtempSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { createCastEncoder } from '../../src/asciicast/encode.ts';
import { printHeader } from '../../src/asciicast/header.ts';
import { newId } from '../../src/core/ids.ts';
import { createLog } from '../../src/core/log.ts';
import { createSearchIndex } from '../../src/search/search-index.ts';
import type { SessionRow, StoredEvent } from '../../src/store/store.ts';
import { ourHeader } from '../support/cast-header.ts';
import { median, printTable } from './measure.ts';

const sessions = 100;
const statements = 200; // a session
const lines = 40; // a statement

const queries = [
  'rm -rf',
  'api.example.com',
  '"permission denied"',
  '/etc/shadow',
  'module',
  'verdict:denied agent:agent-7',
  'target:web-3 after:2026-11-02 build*',
  'word-that-nobody-wrote',
];

export async function benchSearch(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-bench-search-'));
  try {
    await bench(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bench(folder: string): Promise<void> {
  const recordings = join(folder, 'recordings');
  mkdirSync(recordings);
  const stored = new Map(Array.from({ length: sessions }, (_, number) => writeSession(recordings, number)));
  const bytes = [...stored.values()].reduce((sum, { row }) => sum + statSync(join(recordings, row.recording)).size, 0);
  const store = {
    sessions: () => [...stored.values()].map(({ row }) => row),
    session: (id: string) => stored.get(id)?.row ?? null,
    events: (id?: string) => stored.get(id ?? '')?.events ?? [],
  };
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const start = performance.now();
  const index = createSearchIndex({ store, recordings, state: folder, log: createLog() });
  loop.enable();
  await index.settled();
  loop.disable();
  const seconds = (performance.now() - start) / 1000;
  const file = join(folder, 'search.sqlite');
  const size = statSync(file).size + (statSync(`${file}-wal`, { throwIfNoEntry: false })?.size ?? 0);
  console.log(`\nsearch: ${sessions * statements} statements, ${(bytes / 1e6).toFixed(0)} MB of recordings`);
  printTable([
    ['', ''],
    ['seconds to take them in', seconds.toFixed(1)],
    ['MB of the index', (size / 1e6).toFixed(0)],
    ['delay of the loop, p99', `${(loop.percentile(99) / 1e6).toFixed(1)} ms`],
    ['delay of the loop, most', `${(loop.max / 1e6).toFixed(1)} ms`],
  ]);
  const rows: string[][] = [];
  for (const query of queries) {
    const times: number[] = [];
    let found = 0;
    for (let round = 0; round < 9; round++) {
      const began = performance.now();
      const result = await index.search({ query, targets: ['web-*'], limit: 50, cursor: null });
      times.push(performance.now() - began);
      found = result.kind === 'hits' ? result.hits.length : -1;
    }
    rows.push([query, String(found), median(times).toFixed(1), Math.max(...times).toFixed(1)]);
  }
  printTable([['50 hits at most', 'hits', 'median ms', 'most ms'], ...rows]);
  await index.close();
}

interface Stored {
  readonly row: SessionRow;
  readonly events: readonly StoredEvent[];
}

function writeSession(folder: string, number: number): [string, Stored] {
  const id = newId('ses');
  const subject = { session: id, identity: `agent-${number % 10}`, target: `web-${number % 7}` };
  const encoder = createCastEncoder(0);
  const parts: Buffer[] = [Buffer.from(printHeader(ourHeader))];
  const events: StoredEvent[] = [];
  let size = parts[0]!.length;
  let now = 0;
  const add = (part: Buffer) => {
    parts.push(part);
    size += part.length;
  };
  for (let sequence = 1; sequence <= statements; sequence++) {
    const request = newId('req');
    const time = new Date(Date.UTC(2026, 10, 1) + (number * statements + sequence) * 60_000).toISOString();
    const note = (type: string, data: object) =>
      events.push({ ...subject, request, type, data, time } as unknown as StoredEvent);
    const text = statementOf(number * statements + sequence);
    const decision = sequence % 20 === 0 ? 'deny' : 'allow';
    add(encoder.encode({ type: 'marker', label: `#${sequence} ${text} [${request}]` }, now));
    note('submitted', { sequence, statement: { text } });
    note('decided', { decision, rules: ['coding:reads'] });
    note('started', { offset: size });
    for (let line = 0; line < lines; line++) {
      now += 10_000;
      add(
        encoder.encode({ type: 'output', stream: 'stdout', bytes: Buffer.from(lineOf(number, sequence, line)) }, now),
      );
    }
    note('finished', { offset: size });
  }
  const recording = `${id}.cast`;
  writeFileSync(join(folder, recording), Buffer.concat(parts));
  const row = { id, ...subject, state: 'closed', recording } as unknown as SessionRow;
  return [id, { row, events }];
}

function statementOf(number: number): string {
  const texts = ['npm test', 'git status --short', 'grep -rn handler src', 'curl https://api.example.com/v1', 'ls -la'];
  return number % 997 === 0 ? 'rm -rf /srv/www' : texts[number % texts.length]!;
}

function lineOf(session: number, sequence: number, line: number): string {
  const number = session * 7919 + sequence * 104_729 + line * 1299709;
  if (number % 4001 === 0) return 'cat: /etc/shadow: Permission denied\r\n';
  return `\x1b[3${number % 8}m[${number % 100}%]\x1b[0m building src/module-${number % 9973}/part-${number % 7907}.o ${number.toString(36)}\r\n`;
}
