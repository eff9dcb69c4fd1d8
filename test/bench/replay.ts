// A recording of 200 MB becomes segments: how long it takes, what it costs, and whether the broker's own loop feels it.
import { closeSync, mkdirSync, mkdtempSync, openSync, readdirSync, rmSync, statSync, writeSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { monitorEventLoopDelay } from 'node:perf_hooks';
import { buffer } from 'node:stream/consumers';
import { setTimeout as delay } from 'node:timers/promises';
import { createCastEncoder } from '../../src/asciicast/encode.ts';
import { printHeader } from '../../src/asciicast/header.ts';
import { newId } from '../../src/core/ids.ts';
import { createLog } from '../../src/core/log.ts';
import { createReplays } from '../../src/replay/replays.ts';
import type { SessionRow } from '../../src/store/store.ts';
import { ourHeader } from '../support/cast-header.ts';
import { printTable } from './measure.ts';

const size = 200_000_000; // bytes

export async function benchReplay(): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-bench-replay-'));
  try {
    await bench(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

async function bench(folder: string): Promise<void> {
  const session = newId('ses');
  const recordings = join(folder, 'recordings');
  mkdirSync(recordings);
  writeRecording(join(recordings, 'big.cast'));
  const row = { id: session, state: 'closed', recording: 'big.cast' } as SessionRow;
  const replays = createReplays({
    store: { session: (id) => (id === session ? row : null) },
    recordings,
    state: folder,
    log: createLog(),
  });

  const rss = () => process.memoryUsage.rss() / 1e6;
  const loop = monitorEventLoopDelay({ resolution: 1 });
  const before = rss();
  let most = before;
  const start = performance.now();
  replays.prepare(session);
  loop.enable();
  while ((await replays.form(session)) === 'preparing') {
    most = Math.max(most, rss());
    await delay(20);
  }
  loop.disable();
  const seconds = (performance.now() - start) / 1000;

  const made = join(folder, 'replay', session);
  const files = readdirSync(made);
  const stored = files.reduce((sum, name) => sum + statSync(join(made, name)).size, 0);
  const served = async (name: string, idle: number | null) => {
    const began = performance.now();
    const file = await replays.file(session, name, idle);
    if (file !== null) await buffer(file.open());
    return `${(performance.now() - began).toFixed(1)} ms`;
  };
  console.log('\nreplay: segments of a recording of 200 MB, made in a worker thread');
  printTable([
    ['', ''],
    ['seconds', seconds.toFixed(1)],
    ['MB of memory more at most', (most - before).toFixed(0)],
    ['segments', String(files.length - 1)],
    ['MB on disk', (stored / 1e6).toFixed(1)],
    ['delay of the loop, p50', `${(loop.percentile(50) / 1e6).toFixed(1)} ms`],
    ['delay of the loop, p99', `${(loop.percentile(99) / 1e6).toFixed(1)} ms`],
    ['delay of the loop, most', `${(loop.max / 1e6).toFixed(1)} ms`],
    ['index', await served('index.json', null)],
    ['segment', await served('100.json', null)],
    ['index without pauses', await served('index.json', 2)],
    ['segment without pauses', await served('100.json', 2)],
  ]);
  await replays.close();
}

/** Coloured lines, a screen that is drawn anew now and then, a statement every 5,000 events. */
function writeRecording(file: string): void {
  const encoder = createCastEncoder(0);
  const handle = openSync(file, 'w');
  let written = writeSync(handle, printHeader(ourHeader));
  for (let index = 0; written < size; ) {
    const lines: Buffer[] = [];
    for (const last = index + 5000; index < last; index++) {
      const bytes = Buffer.from(
        index % 40 === 0
          ? `\x1b[${(index % 20) + 1};1H\x1b[7m row ${index} \x1b[0m\x1b[K`
          : `\x1b[3${index % 8}m[${index}]\x1b[0m building src/module-${index % 97}/part-${(index * 7) % 1013}.o with ${'-O2 '.repeat(index % 9)}\r\n`,
      );
      lines.push(encoder.encode({ type: 'output', stream: 'stdout', bytes }, index * 5000));
    }
    lines.push(encoder.encode({ type: 'marker', label: `#${index / 5000} make [${newId('req')}]` }, index * 5000));
    written += writeSync(handle, Buffer.concat(lines));
  }
  closeSync(handle);
}
