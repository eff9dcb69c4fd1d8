// `ostiary policy diff OLD NEW`: the verdicts a change of policy changes: over both files' tests, the examples that
// ship, and what agents really ran.
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { loadConfig } from '../config/load.ts';
import { bash } from '../language/bash/bash.ts';
import { type Change, diffPolicies, ownSamples, type Sample } from '../policy/diff.ts';
import { show } from '../policy/say.ts';
import type { StoreReader } from '../store/store.ts';
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
    for (const change of diffPolicies(before, after, samples, bash)) {
      changed++;
      if (change.looser) looser++;
      console.log(json ? JSON.stringify(change) : renderChange(change));
    }
  };
  print(ownSamples(before, after));
  if (file !== undefined) {
    const config = loadConfig(file);
    withStore(config, (store) => print(storedSamples(store, config)));
  }
  if (!json) console.log(changed === 0 ? 'no verdict changes' : `${changed} verdicts change, ${looser} become looser`);
}

function renderChange({ sample, before, after, looser }: Change): string {
  const by = after.rules.join(', ') || 'nothing';
  return `${looser ? '+' : '-'} ${before.decision} -> ${after.decision}  ${show(sample.line)}  [${by}; ${sample.source}]`;
}

/** Every stored statement, each in the folder it ran in, where that is known, as the first of a fresh session. */
function* storedSamples(store: StoreReader, config: Config): Generator<Sample> {
  for (const session of store.sessions()) {
    const target = config.targets.find(({ name }) => name === session.target);
    const agent = config.identities.find(({ name }) => name === session.identity);
    if (!target || !agent) continue;
    const { workspace, account, kind, labels, sharedUser } = target;
    const place = { workspace, home: account.home, user: account.name };
    const who = {
      agent: { name: agent.name, roles: agent.roles, attended: agent.attended },
      target: { name: target.name, kind, labels, sharedUser },
    };
    const folders = new Map<string | undefined, string>();
    for (const { type, request, data } of store.events(session.id)) {
      if (type === 'started') folders.set(request, data.cwd);
    }
    for (const { request, text } of store.statements(session.id)) {
      const cwd = folders.get(request) ?? workspace;
      yield { line: text, source: session.id, circumstances: { ...place, ...who, cwd } };
    }
  }
}
