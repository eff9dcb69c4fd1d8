// Joins the auditors' page to the house, where `listen.web` asks for it.
import { fileURLToPath } from 'node:url';
import { whyNotDecide } from './approval/permission.ts';
import type { Archive } from './archive.ts';
import type { Config } from './config/config.ts';
import { levelOf, printLevel } from './config/level.ts';
import { systemClock } from './core/clock.ts';
import { defaultLimits } from './fronts/web/server/limits.ts';
import type { WebParts } from './fronts/web/server/parts.ts';
import { createWebFront, type WebFront } from './fronts/web/server/web-front.ts';
import { version } from './version.ts';

type Shared = Pick<WebParts, 'store' | 'desk' | 'screens' | 'identity' | 'mask' | 'log' | 'refused'>;

/** Built beside this file. */
const assets = fileURLToPath(new URL('./web-client', import.meta.url));

/** Null where no page is wanted. @throws OstiaryError WEB_TLS_UNREADABLE */
export function openWeb(config: Config, { replays, search, auditor }: Archive, shared: Shared): WebFront | null {
  const listen = config.listen.web;
  if (listen === null) return null;
  return createWebFront({
    ...shared,
    ...config.web,
    listen,
    assets,
    limits: defaultLimits,
    replays,
    search,
    auditor,
    whyNotDecide,
    level: highestLevel(config),
    version,
    clock: systemClock,
  });
}

function highestLevel(config: Config): string {
  const weak = config.targets.every(({ sharedUser }) => sharedUser);
  const [target] = config.targets;
  return weak && target !== undefined ? printLevel(config, target) : levelOf(config);
}
