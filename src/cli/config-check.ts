// `ostiary config check`: every finding in ostiary.yaml, or what it says in a few lines.
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { printLevel, sharedUserNotes } from '../config/level.ts';
import { loadConfig } from '../config/load.ts';
import { configPath } from './config-path.ts';

export function registerConfigCheck(config: Command): void {
  config
    .command('check')
    .description('check ostiary.yaml; exit status 78 when something is wrong')
    .option('--config <file>', 'the ostiary.yaml to check')
    .action((options: { config?: string }) => {
      for (const line of summarise(loadConfig(configPath(options.config)))) console.log(line);
    });
}

function summarise(config: Config): readonly string[] {
  const kinds = ['agent', 'operator', 'auditor'] as const;
  return [
    ...config.warnings,
    `${config.file}: ok`,
    ...kinds.map((kind) => {
      const names = config.identities.filter((identity) => identity.kind === kind).map(({ name }) => name);
      return `  ${kind}s: ${names.join(', ') || 'none'}`;
    }),
    ...config.targets.map(
      (target) => `  target ${target.name}: ${target.kind}, as ${target.account.name}, ${printLevel(config, target)}`,
    ),
    ...sharedUserNotes(config),
  ];
}
