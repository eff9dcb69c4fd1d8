// The command line: every verb is one file; here they are only listed. Faults and wrong usage end here, too.
import { Command, CommanderError } from 'commander';
import { isSystemError } from '../core/errors.ts';
import { version } from '../version.ts';
import { registerAudit } from './audit.ts';
import { registerConfigCheck } from './config-check.ts';
import { registerConfigSchema } from './config-schema.ts';
import { registerInit } from './init.ts';
import { registerPolicy } from './policy.ts';
import { printFault } from './print-fault.ts';
import { registerRedact } from './redact.ts';
import { registerReload } from './reload.ts';
import { resolveRecording } from './resolve-recording.ts';
import { registerServe } from './serve.ts';
import { registerSessionExport } from './session-export.ts';
import { registerSessionList } from './session-list.ts';
import { registerSessionPlay } from './session-play.ts';
import { registerSessionVerify } from './session-verify.ts';

const USAGE = 2;

const program = new Command('ostiary')
  .description('the door between AI agents and infrastructure')
  .version(version)
  .showSuggestionAfterError()
  .configureHelp({ showGlobalOptions: true })
  .configureOutput({ outputError: (text, write) => write(text.replace(/^error: /, 'ostiary: ')) })
  .exitOverride();

registerInit(program);
registerServe(program);
registerReload(program);
registerPolicy(program);
registerRedact(program);
registerAudit(program);

const config = program.command('config').description('look at ostiary.yaml');
registerConfigCheck(config);
registerConfigSchema(config);

const session = program
  .command('session')
  .description('look at recorded sessions')
  .option('--config <file>', 'the ostiary.yaml of the broker');
registerSessionList(session);
registerSessionPlay(session, resolveRecording);
registerSessionExport(session, resolveRecording);
registerSessionVerify(session);

// `ostiary session list | head` closes our stdout early: that is its right, and no fault.
process.stdout.on('error', (error) => {
  if (isSystemError(error, 'EPIPE')) process.exit(0);
  throw error;
});

try {
  await program.parseAsync();
} catch (error) {
  // commander has printed its own message; it calls wrong usage 1, and `--help` or `--version` 0.
  process.exitCode = error instanceof CommanderError ? (error.exitCode === 0 ? 0 : USAGE) : printFault(error);
}
