// `ostiary policy check [FILE]`: is the policy well-formed, and do its own tests hold?
import type { Command } from 'commander';
import { renderFailure, runTests } from '../policy/run-tests.ts';
import { loadPolicy } from './policy-file.ts';

export function registerPolicyCheck(policy: Command): void {
  policy
    .command('check')
    .argument('[file]', 'the policy; that of ostiary.yaml where none is named')
    .description(
      'check a policy and run its tests; exit status 1 when a test fails, 78 when the file is not well-formed',
    )
    .action((file: string | undefined, _: unknown, command: Command) => {
      const loaded = loadPolicy(file, command.optsWithGlobals().config);
      const failed = runTests(loaded, loaded.language);
      for (const failure of failed) console.log(`${loaded.file}: ${renderFailure(failure)}`);
      const held = `${loaded.tests.length - failed.length} of ${loaded.tests.length} tests hold`;
      console.log(`${loaded.file}: ${failed.length === 0 ? 'ok, ' : ''}${held}`);
      if (failed.length > 0) process.exitCode = 1;
    });
}
