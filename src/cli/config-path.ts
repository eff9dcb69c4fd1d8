// Which ostiary.yaml a verb works with.
import { existsSync } from 'node:fs';

const LOCAL = '.ostiary/ostiary.yaml';
const INSTALLED = '/etc/ostiary/ostiary.yaml';

/** `--config`, else $OSTIARY_CONFIG, else the one of this folder, else the machine's; where none is, this folder's. */
export function configPath(option: string | undefined): string {
  const named = option ?? process.env.OSTIARY_CONFIG;
  if (named) return named;
  return !existsSync(LOCAL) && existsSync(INSTALLED) ? INSTALLED : LOCAL;
}
