// `ostiary audit key`: the verifier key, for whoever checks exports. It has to travel by another way than the exports.
import { readFileSync } from 'node:fs';
import type { Command } from 'commander';
import { verifierKeyFile } from '../audit/checkpoint-key.ts';
import { loadConfig } from '../config/load.ts';
import { faults, isSystemError } from '../core/errors.ts';
import { configPath } from './config-path.ts';

export function registerAuditKey(audit: Command): void {
  audit
    .command('key')
    .description('print the key that exports are checked with')
    .option('--config <file>', 'the ostiary.yaml of the broker')
    .action(({ config }: { config?: string }) => {
      try {
        process.stdout.write(readFileSync(verifierKeyFile(loadConfig(configPath(config)).state), 'utf8'));
      } catch (error) {
        if (isSystemError(error, 'ENOENT')) throw faults.checkpointNone();
        throw error;
      }
    });
}
