// What the auditor's page needs of the house, handed in by the composition root.
import type { Card, PeopleDesk } from '../../../approval/approval.ts';
import type { Auditor } from '../../../audit/audit.ts';
import type { Clock } from '../../../core/clock.ts';
import type { Log } from '../../../core/log.ts';
import type { Identity } from '../../../identity/identity.ts';
import type { Replays } from '../../../replay/replay.ts';
import type { SearchIndex } from '../../../search/search.ts';
import type { LiveScreens } from '../../../sinks/live.ts';
import type { Store } from '../../../store/store.ts';
import type { Refusal } from '../../front.ts';
import type { WebLimits } from './limits.ts';

export interface WebParts {
  readonly listen: { readonly host: string; readonly port: number };
  /** The origin people open, where it is not the one of `listen`: `https://ostiary.example.org` */
  readonly publicUrl: string | null;
  /** A proxy in front ends TLS and says in X-Forwarded-For who came. */
  readonly trustProxy: boolean;
  /** PEM files. */
  readonly tls: { readonly cert: string; readonly key: string } | null;
  /** Folder of the built page. */
  readonly assets: string;
  readonly limits: WebLimits;

  readonly store: Pick<Store, 'append' | 'session' | 'sessionPage' | 'statementPage' | 'log'>;
  readonly desk: PeopleDesk;
  readonly screens: LiveScreens;
  readonly replays: Replays;
  readonly search: SearchIndex;
  readonly auditor: Auditor;
  /** The identity as it is now; null when it was removed. Asked at every request. */
  identity(name: string): Identity | null;
  /** A sentence why this person may not decide, or null. */
  whyNotDecide(by: Identity, card: Card): string | null;
  /** What people type may repeat a secret; it goes into the log masked. */
  mask(text: string): string;
  /** The highest level this broker gives, as printed. */
  readonly level: string;
  readonly version: string;
  readonly clock: Clock;
  readonly log: Log;
  /** Somebody was turned away. */
  refused(refusal: Refusal): void;
}
