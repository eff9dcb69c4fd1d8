// `ostiary config schema`: the JSON Schema of ostiary.yaml, for editors.
import type { Command } from 'commander';
import { configJsonSchema } from '../config/schema/config.ts';

export function registerConfigSchema(config: Command): void {
  config
    .command('schema')
    .description('print the JSON Schema of ostiary.yaml')
    .action(() => console.log(JSON.stringify(configJsonSchema(), null, 2)));
}
