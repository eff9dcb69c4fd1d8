// Every kind of target, one line each.
import { createLocalTarget, type LocalTargetOptions } from './local.ts';
import type { Target } from './target.ts';

export type TargetOptions = { readonly kind: 'local' } & LocalTargetOptions;

export function createTarget(options: TargetOptions): Target {
  switch (options.kind) {
    case 'local':
      return createLocalTarget(options);
  }
}
