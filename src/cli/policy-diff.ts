// `ostiary policy diff OLD NEW`: the verdicts a change of policy changes: over both files' tests, the examples that
// ship, and what agents really ran.
import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { diffPolicies, ownSamples, renderChange, type Sample } from '../policy/diff.ts';
import { storedSamples } from '../stored-samples.ts';
import { withStore } from './open-store.ts';
import { loadPolicy } from './policy-file.ts';

interface Options {
  readonly config?: string;
  readonly json?: true;
}

export function registerPolicyDiff(policy: Command): void {
  policy
    .command('diff')
    .argument('<old>', 'the policy that holds')
    .argument('<new>', 'the policy that shall hold')
    .description('show the verdicts that change; with --config also of the statements of stored sessions')
    .option('--json', 'one JSON object a line')
    .action((old: string, next: string, _: unknown, command: Command) => diff(old, next, command.optsWithGlobals()));
}

function diff(oldFile: string, newFile: string, { config: file, json }: Options): void {
  const [before, after] = [loadPolicy(oldFile, file), loadPolicy(newFile, file)];
  let [changed, looser] = [0, 0];
  const print = (samples: Iterable<Sample>) => {
    for (const change of diffPolicies(before, after, samples, after.language)) {
      changed++;
      if (change.looser) looser++;
      console.log(json ? JSON.stringify(change) : renderChange(change));
    }
  };
  print(ownSamples(before, after));
  if (file !== undefined) {
    const config = loadConfig(file);
    const identity = (name: string) => config.identities.find((one) => one.name === name) ?? null;
    withStore(config, (store) => print(storedSamples(store, config.targets, identity)));
  }
  if (!json) console.log(changed === 0 ? 'no verdict changes' : `${changed} verdicts change, ${looser} become looser`);
}
