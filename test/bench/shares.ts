// Where a run's time goes in the broker: V8's sampling profile, added up by stage.
import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type BrokerOptions, type BrokerProcess, spawnBrokerProcess } from '../support/broker-process.ts';
import { printTable } from './measure.ts';

interface Profile {
  readonly nodes: readonly {
    readonly id: number;
    readonly callFrame: { readonly functionName: string; readonly url: string };
  }[];
  readonly samples: readonly number[];
  /** µs */
  readonly timeDeltas: readonly number[];
}

/** The first that fits names the stage. */
const stages: readonly (readonly [string, (name: string, url: string) => boolean])[] = [
  ['waiting (pty, client, disk)', (name) => name === '(idle)'],
  ['garbage collection', (name) => name === '(garbage collector)'],
  ['socket writes', (name) => /^(writeBuffer|writev|createWriteWrap)$/.test(name)],
  [
    'ciphers and random padding',
    (name, url) => /crypto\/(cipher|random|keys)|wasm|protocol\/crypto/.test(url) || name === 'randomFillSync',
  ],
  ['digests', (_, url) => url.includes('crypto/hash')],
  ['recording (encode, write)', (_, url) => /asciicast|recorder|fs\/promises/.test(url)],
  ['redaction', (_, url) => url.includes('/redaction/')],
  ['target (pty, pipes)', (_, url) => url.includes('/targets/')],
  ['session flow', (_, url) => url.includes('/session/') || url.includes('/sinks/')],
  ['ssh protocol and door', (_, url) => url.includes('ssh2') || url.includes('/fronts/')],
];

/** Runs `work` against a broker of its own and prints each stage's share of the broker's time. */
export async function printShares(
  title: string,
  options: BrokerOptions,
  work: (broker: BrokerProcess) => Promise<void>,
): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'ostiary-profile-'));
  const broker = await spawnBrokerProcess({ ...options, env: { NODE_OPTIONS: `--cpu-prof --cpu-prof-dir=${folder}` } });
  try {
    await work(broker);
    await broker.stop();
    const [file = ''] = readdirSync(folder);
    console.log(`\n${title}: where the broker's time goes (sampled, one run)`);
    printTable(sharesOf(JSON.parse(readFileSync(join(folder, file), 'utf8')) as Profile));
  } finally {
    await broker[Symbol.asyncDispose]();
    rmSync(folder, { recursive: true, force: true });
  }
}

function sharesOf({ nodes, samples, timeDeltas }: Profile): string[][] {
  const frames = new Map(nodes.map(({ id, callFrame }) => [id, callFrame]));
  const spent = new Map<string, number>();
  let total = 0;
  for (const [index, id] of samples.entries()) {
    const { functionName = '', url = '' } = frames.get(id) ?? {};
    const [stage] = stages.find(([, fits]) => fits(functionName, url)) ?? ['everything else'];
    const delta = timeDeltas[index] ?? 0;
    spent.set(stage, (spent.get(stage) ?? 0) + delta);
    total += delta;
  }
  return [...spent]
    .sort((a, b) => b[1] - a[1])
    .map(([stage, micros]) => [stage, `${((100 * micros) / total).toFixed(1)} %`]);
}
