// `ostiary policy explain 'line'`: which rules decide, and what would let it pass.
import type { Command } from 'commander';
import { questionOf } from '../policy/context.ts';
import { explainVerdict, renderExplanation } from '../policy/explain.ts';
import { addPlaceOptions, circumstancesWith, loadPolicy, type PlaceOptions } from './policy-file.ts';

interface Options extends PlaceOptions {
  readonly config?: string;
  readonly policy?: string;
  readonly json?: true;
}

export function registerPolicyExplain(policy: Command): void {
  const command = policy
    .command('explain')
    .argument('<line>', 'what an agent would run')
    .description('say which rules decide a line, and what would let it pass; runs nothing')
    .option('--policy <file>', 'the policy; that of ostiary.yaml where none is named')
    .option('--json', 'one JSON object');
  addPlaceOptions(command).action((line: string, _: unknown, self: Command) => {
    const options: Options = self.optsWithGlobals();
    const loaded = loadPolicy(options.policy, options.config);
    const question = questionOf(line, circumstancesWith(loaded, options), loaded.language);
    const explanation = explainVerdict(question, loaded.explain(question));
    console.log(options.json ? JSON.stringify(explanation) : renderExplanation(explanation));
  });
}
