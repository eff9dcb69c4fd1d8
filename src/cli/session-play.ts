// `ostiary session play`: a recording on this terminal. It may move the cursor and paint, and nothing else.
import { type Command, InvalidArgumentError } from 'commander';
import { playCast } from '../replay/play-cast.ts';
import { readCast } from '../replay/read-cast.ts';
import { type ResolveRecording, recordingArgument, recordingHelp } from './recording-argument.ts';

interface Flags {
  readonly speed: number;
  readonly idleLimit?: number;
  readonly from: number;
  readonly marker?: number;
}

const keysHelp = `
Keys: space pauses, left and right jump 5 s, [ and ] jump from marker to marker, . shows the next event, q quits.`;

export function registerSessionPlay(session: Command, resolveRecording: ResolveRecording): void {
  session
    .command('play')
    .description('play a recording on this terminal')
    .argument(recordingArgument, recordingHelp)
    .option('--speed <factor>', 'how much faster than recorded', numberFrom(0.01, 1_000_000), 1)
    .option('--idle-limit <seconds>', 'longest pause', numberFrom(0, 1e9))
    .option('--from <seconds>', 'start at this time of the recording', numberFrom(0, 1e9), 0)
    .option('--marker <number>', 'start at this marker, the first is 1', numberFrom(1, 1e9))
    .addHelpText('after', keysHelp)
    .action(async (recording: string, flags: Flags, command: Command) => {
      const cast = await readCast(await resolveRecording(recording, command.optsWithGlobals()));
      const { columns, rows } = process.stdout;
      if (process.stdout.isTTY && (columns < cast.header.cols || rows < cast.header.rows)) {
        const { cols, rows: lines } = cast.header;
        console.error(`recorded on ${cols}x${lines}, this terminal is ${columns}x${rows}: lines may wrap`);
      }
      await withKeyboard((input, signal) =>
        playCast(cast, {
          speed: flags.speed,
          idleLimit: flags.idleLimit ?? Number.POSITIVE_INFINITY,
          from: flags.from,
          fromMarker: flags.marker ?? null,
          input,
          output: process.stdout,
          signal,
        }),
      );
    });
}

/** Keys one by one while `play` runs, when there is a keyboard; an interrupt from elsewhere ends it in good order. */
async function withKeyboard(
  play: (input: NodeJS.ReadStream | null, signal: AbortSignal) => Promise<void>,
): Promise<void> {
  const quit = new AbortController();
  const abort = () => quit.abort();
  const signals = ['SIGINT', 'SIGTERM', 'SIGHUP'] as const;
  for (const name of signals) process.once(name, abort);
  // A reader that left (`| head`) ends the play too.
  process.stdout.on('error', abort);
  const keyboard = process.stdin.isTTY && process.stdout.isTTY ? process.stdin : null;
  keyboard?.setRawMode(true);
  try {
    await play(keyboard, quit.signal);
  } finally {
    keyboard?.setRawMode(false);
    for (const name of signals) process.off(name, abort);
  }
}

function numberFrom(least: number, most: number): (text: string) => number {
  return (text) => {
    const number = Number(text);
    if (text.trim() !== '' && number >= least && number <= most) return number;
    throw new InvalidArgumentError(`It is a number from ${least} to ${most}.`);
  };
}
