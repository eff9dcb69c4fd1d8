// `ostiary config check`: every finding in ostiary.yaml and in its policy, or what they say in a few lines.
import type { Command } from 'commander';
import type { Config } from '../config/config.ts';
import { printLevel, sharedUserNotes } from '../config/level.ts';
import { loadConfig } from '../config/load.ts';
import { readTestedPolicy } from '../policies.ts';
import { configPath } from './config-path.ts';

export function registerConfigCheck(config: Command): void {
  config
    .command('check')
    .description('check ostiary.yaml and its policy; exit status 78 when something is wrong')
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
    policyLine(config),
    ...sharedUserNotes(config),
  ];
}

function policyLine(config: Config): string {
  if (config.policy === null) return '  policy: none; statements are recorded, not judged';
  const { tests } = readTestedPolicy(config, config.policy);
  return `  policy: ${config.policy}, ${tests.length} of ${tests.length} tests hold`;
}
