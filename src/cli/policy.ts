// `ostiary policy …`: look at what may run, before anything runs.
import type { Command } from 'commander';
import { registerPolicyCheck } from './policy-check.ts';
import { registerPolicyDiff } from './policy-diff.ts';
import { registerPolicyEval } from './policy-eval.ts';
import { registerPolicyExplain } from './policy-explain.ts';
import { registerPolicySchema } from './policy-schema.ts';

export function registerPolicy(program: Command): void {
  const policy = program
    .command('policy')
    .description('look at what agents may run')
    .option('--config <file>', 'the ostiary.yaml whose policy is meant where none is named');
  registerPolicyCheck(policy);
  registerPolicyExplain(policy);
  registerPolicyDiff(policy);
  registerPolicyEval(policy);
  registerPolicySchema(policy);
}
