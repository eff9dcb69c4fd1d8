// `ostiary policy schema`: the JSON Schema of a policy file, for editors.
import type { Command } from 'commander';
import { policyJsonSchema } from '../policy/schema.ts';

export function registerPolicySchema(policy: Command): void {
  policy
    .command('schema')
    .description('print the JSON Schema of a policy file')
    .action(() => console.log(JSON.stringify(policyJsonSchema(), null, 2)));
}
