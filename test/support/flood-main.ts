// Records without end into the file named as argument and prints each durable position, until somebody kills it.
import { systemClock } from '../../src/core/clock.ts';
import { createRecorder } from '../../src/sinks/recorder.ts';
import { ourHeader } from './cast-header.ts';

const recorder = await createRecorder({ file: process.argv[2]!, header: ourHeader, clock: systemClock });
for (let round = 0; ; round += 1) {
  await recorder.write({ type: 'output', stream: 'stdout', bytes: Buffer.from(`${round} é\r\n`.repeat(500)) });
  if (round % 10 === 0) console.log(JSON.stringify(await recorder.sync()));
}
