// `ostiary reload`: the running broker reads its policy again.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { Command } from 'commander';
import { loadConfig } from '../config/load.ts';
import { faults } from '../core/errors.ts';
import { configPath } from './config-path.ts';

export function registerReload(program: Command): void {
  program
    .command('reload')
    .description('let the running broker read its policy again; its log says which verdicts changed')
    .option('--config <file>', 'the ostiary.yaml of the broker')
    .option('--accept-looser', 'also when the new policy permits what the old one did not')
    .action(({ config, acceptLooser }: { config?: string; acceptLooser?: true }) => {
      const { state } = loadConfig(configPath(config));
      const pid = readPid(state);
      process.kill(pid, acceptLooser ? 'SIGUSR2' : 'SIGHUP');
      console.log(`told the broker (pid ${pid}) to read its policy again`);
    });
}

function readPid(state: string): number {
  try {
    const pid = Number(readFileSync(join(state, 'broker.pid'), 'utf8'));
    process.kill(pid, 0);
    return pid;
  } catch {
    throw faults.notRunning(state);
  }
}
