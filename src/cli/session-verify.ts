// `ostiary session verify`: recordings, statements and events against each other, of one session or all.
import { type Command, InvalidArgumentError } from 'commander';
import type { SessionCheck } from '../audit/audit.ts';
import { createAuditor } from '../audit/auditor.ts';
import { loadConfig } from '../config/load.ts';
import { faults } from '../core/errors.ts';
import { isId } from '../core/ids.ts';
import { configPath } from './config-path.ts';
import { withStoreOpen } from './open-store.ts';

interface Options {
  readonly config?: string;
  readonly json?: true;
}

export function registerSessionVerify(session: Command): void {
  session
    .command('verify')
    .description('check recordings against the log; exit 1 when something does not agree')
    .argument('[session]', 'a session (ses_…); all without it', parseSession)
    .option('--json', 'one JSON object a session and line')
    .action((id: string | undefined, _: unknown, command: Command) => verify(id, command.optsWithGlobals()));
}

async function verify(id: string | undefined, { config: path, json }: Options): Promise<void> {
  const config = loadConfig(configPath(path));
  const unsound = await withStoreOpen(config, async (store) => {
    const auditor = createAuditor({ store, recordings: config.recordings.dir });
    const ids = id === undefined ? store.sessions().map((row) => row.id) : [id];
    let broken = 0;
    for (const session of ids) {
      const check = await auditor.checkSession(session);
      if (!check.sound) broken += 1;
      for (const line of json ? [JSON.stringify(check)] : describe(check)) console.log(line);
    }
    if (!json && id === undefined) console.log(`${ids.length} sessions checked, ${broken} broken`);
    return broken;
  });
  if (unsound === null && id !== undefined) throw faults.sessionUnknown(id);
  process.exitCode = unsound ? 1 : 0;
}

function describe({ session, sound, findings, checked }: SessionCheck): readonly string[] {
  const { events, statements, bytes } = checked;
  const head = `${session}  ${sound ? 'sound' : 'BROKEN'}  ${events} events, ${statements} statements, ${bytes} bytes of recording`;
  return [head, ...findings.map(({ code, sentence, breaks }) => `  ${breaks ? 'break' : 'note'} ${code}: ${sentence}`)];
}

function parseSession(text: string): string {
  if (!isId('ses', text)) throw new InvalidArgumentError('It is a session, like ses_ and 21 letters.');
  return text;
}
