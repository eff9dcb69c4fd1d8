// Run in a mount namespace whose disk is tiny: records until the disk is full, then prints what held as JSON.
import { createHash } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { systemClock } from '../../src/core/clock.ts';
import { OstiaryError } from '../../src/core/errors.ts';
import { createRecorder } from '../../src/sinks/recorder.ts';
import { ourHeader } from './cast-header.ts';

const file = join(process.argv[2]!, 'ses.cast');
let reported = 0;
const recorder = await createRecorder({
  file,
  header: ourHeader,
  clock: systemClock,
  onBytes: (count) => {
    reported += count;
  },
});

async function codeOf(action: () => unknown): Promise<{ code: string; sentence: string }> {
  try {
    await action();
    return { code: 'none', sentence: '' };
  } catch (error) {
    return error instanceof OstiaryError
      ? { code: error.code, sentence: error.message }
      : { code: 'foreign', sentence: String(error) };
  }
}

const event = { type: 'output', stream: 'stdout', bytes: Buffer.from('a line of output\r\n'.repeat(50)) } as const;
let last = await recorder.sync();
let first = { code: 'none', sentence: '' };
for (let round = 0; round < 5000 && first.code === 'none'; round += 1) {
  first = await codeOf(async () => {
    recorder.write(event);
    recorder.write(event);
    last = await recorder.sync();
  });
}
const write = await codeOf(() => recorder.write(event));
const close = await codeOf(() => recorder.close());

const bytes = readFileSync(file);
const lines = bytes.toString().trimEnd().split('\n');
const digest = createHash('sha256').update(bytes.subarray(0, last.offset)).digest('hex');
console.log(
  JSON.stringify({
    syncError: first.code,
    sentence: first.sentence,
    writeThrows: write.code,
    closeError: close.code,
    endsWithLineFeed: bytes.at(-1) === 10,
    everyLineParses: lines.every((line) => typeof JSON.parse(line) === 'object'),
    digestOfLastSyncHolds: digest === last.sha256,
    bytesReported: reported === bytes.length,
    wroteMost: bytes.length > 250_000,
  }),
);
