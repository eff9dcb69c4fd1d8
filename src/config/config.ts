// The configuration as the rest of the broker sees it: complete, checked, absolute, frozen.
import type { Identity } from '../identity/identity.ts';
import type { Account } from './accounts.ts';
import type { WrittenConfig } from './schema/config.ts';
import type { Address } from './schema/units.ts';

export interface IdentityConfig extends Identity {
  /** Lines of authorized_keys without options, each checked. */
  readonly keys: readonly string[];
}

export interface LocalTargetConfig {
  readonly name: string;
  readonly kind: 'local';
  readonly labels: Readonly<Record<string, string>>;
  readonly account: Account;
  /** True when its statements run under the broker's own uid, or as root. */
  readonly sharedUser: boolean;
  readonly shell: string;
  readonly workspace: string;
  readonly path: string;
  /** What is masked here; null: as `redaction` says. */
  readonly redact: 'secrets' | 'all' | null;
}

export type TargetConfig = LocalTargetConfig;

export interface Config {
  readonly file: string;
  readonly listen: { readonly ssh: Address; readonly web: Address | null };
  /** The state folder. */
  readonly state: string;
  readonly identities: readonly IdentityConfig[];
  readonly targets: readonly TargetConfig[];
  /** Null: nothing is judged, everything recorded. */
  readonly policy: string | null;
  /** `retention` in ms, sizes in bytes. */
  readonly recordings: Readonly<WrittenConfig['recordings']>;
  /** Durations in ms, sizes in bytes. */
  readonly limits: Readonly<WrittenConfig['limits']>;
  /** The origin people open, or null for that of `listen.web`; absolute paths of PEM files. */
  readonly web: {
    readonly publicUrl: string | null;
    readonly trustProxy: boolean;
    readonly tls: { readonly cert: string; readonly key: string } | null;
  };
  readonly redaction: Readonly<WrittenConfig['redaction']>;
  /** Where checkpoints go beside the database; `every` in ms. */
  readonly audit: {
    readonly checkpoints: { readonly file: string | null; readonly webhook: string | null; readonly every: number };
  };
  /** Private key files; empty: the state folder's own. */
  readonly hostKeys: readonly string[];
  /** Findings that do not keep the broker from starting, one line each. */
  readonly warnings: readonly string[];
}

/** Where the broker keeps its database, under the state folder. */
export function storeFile(config: Pick<Config, 'state'>): string {
  return `${config.state}/ostiary.db`;
}
