// The audit log of a million events: how long its export takes to write and to verify, and a checkpoint to sign.
import { createWriteStream, mkdtempSync, rmSync, statSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { signCheckpoint } from '../../src/audit/checkpoint.ts';
import { openCheckpointKey } from '../../src/audit/checkpoint-key.ts';
import { createCompactRange } from '../../src/audit/compact-range.ts';
import { exportLog } from '../../src/audit/export.ts';
import { hashLeaf, rootOf } from '../../src/audit/merkle.ts';
import type { SignerKey } from '../../src/audit/note.ts';
import { verifyExport } from '../../src/audit/verify/verify.ts';
import type { LogReader } from '../../src/store/log.ts';
import { printTable } from './measure.ts';

const million = 1_000_000;

export async function benchAudit(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-bench-'));
  try {
    const key = openCheckpointKey(folder);
    const { log, perEvent } = makeLog(million, key);
    const file = join(folder, 'export.jsonl');
    const order = { after: null, before: null, session: null, since: null };
    const written = await timed(() => pipeline(Readable.from(exportLog(log, order)), createWriteStream(file)));
    let verdict = '';
    const verified = await timed(async () => {
      verdict = (await verifyExport(file, { key, since: null })).verdict;
    });
    const mebibytes = (statSync(file).size / 2 ** 20).toFixed(0);
    console.log(`\naudit log, ${million} events of ${mebibytes} MiB in all`);
    printTable([
      ['', 'figure', 'goal'],
      ['append to the tree, root and signature every 100 events', `${perEvent.toFixed(1)} µs an event`, ''],
      ['write the export', `${written.toFixed(1)} s`, ''],
      [`verify the export (${verdict})`, `${verified.toFixed(1)} s`, '< 15 s'],
      ['memory of the process at its most', `${(process.resourceUsage().maxRSS / 1024).toFixed(0)} MiB`, ''],
    ]);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** A log whose entries are made as they are read, about 545 bytes each. */
function makeLog(size: number, key: SignerKey): { log: LogReader; perEvent: number } {
  const all = Buffer.alloc(32 * size);
  for (let seq = 0; seq < size; seq++) all.set(hashLeaf(bodyAt(seq)), 32 * seq);
  const leafAt = (seq: number) => all.subarray(32 * seq, 32 * seq + 32);
  const range = createCompactRange();
  const sign = () => {
    const time = new Date().toISOString();
    return signCheckpoint({ origin: key.name, size: range.end, root: rootOf(range.nodes()), time }, key);
  };
  const start = performance.now();
  for (let seq = 0; seq < size; seq++) {
    range.append(leafAt(seq));
    if (seq % 100 === 0) sign();
  }
  const perEvent = ((performance.now() - start) * 1000) / size;
  const log: LogReader = {
    size: () => size,
    *leaves(first, end) {
      for (let seq = first; seq < end; seq++) yield leafAt(seq);
    },
    *entries(first, end) {
      for (let seq = first; seq < end; seq++) yield { seq, leaf: leafAt(seq), body: bodyAt(seq) };
    },
    range: () => ({ first: 0, end: size }),
    ground: () => [],
    checkpoint: () => ({ size, note: sign(), frontier: new Uint8Array(0) }),
  };
  return { log, perEvent };
}

const filling = 'x'.repeat(400);

function bodyAt(seq: number): string {
  return `{"data":{"say":"${filling}","sequence":${seq}},"id":"evt_0123456789ABCDEFGHIJK","seq":${seq},"session":"ses_0123456789ABCDEFGHIJK","time":"2026-11-22T00:00:00.000Z","type":"decided","v":1}`;
}

async function timed(work: () => Promise<void>): Promise<number> {
  const start = performance.now();
  await work();
  return (performance.now() - start) / 1000;
}
