// Who may begin a session, where, and in which mode. A known key that asks for a target it has no business with learns
// nothing: an unknown target and one not granted get the same sentence.
import type { Client } from '../fronts/front.ts';
import { isGranted } from '../identity/identity.ts';
import type { Mode } from '../policy/policy.ts';
import type { Target } from '../targets/target.ts';
import type { Services } from './services.ts';
import { denied, failed, type Verdict } from './verdict.ts';

export type Admission =
  | { readonly kind: 'admitted'; readonly target: Target; readonly mode: Mode }
  | { readonly kind: 'turned-away'; readonly verdict: Verdict; readonly reason: string };

const stranger = 'this target does not exist or is not granted to you';

export function admit(client: Client, services: Services): Admission {
  const away = (reason: string, verdict: Verdict): Admission => ({ kind: 'turned-away', reason, verdict });
  const refusedLogin = /[+%:]/.exec(client.target);
  if (refusedLogin !== null) {
    return away('login-name', denied('broker', `a login name may not hold "${refusedLogin[0]}" (kept for later use)`));
  }
  const target = services.targets.get(client.target);
  if (target === undefined || client.identity.kind === 'auditor' || !isGranted(client.identity, target.name)) {
    return away(target === undefined ? 'unknown-target' : 'not-granted', denied('broker', stranger));
  }
  const full = services.admission(client.identity);
  if (full !== null) return away('limit', { ...failed(full), by: 'limit', retry: true });
  return modeOf(client, target);
}

/** Exactly these, without a PTY, read a script from their input (DESIGN §4). */
const readers = new Set(['bash', 'sh', 'bash -s', 'sh -s']);

function modeOf(client: Client, target: Target): Admission {
  const mode = (name: Mode): Admission => ({ kind: 'admitted', target, mode: name });
  if (client.request.kind === 'shell') return mode(client.terminal === null ? 'script' : 'interactive');
  if (client.terminal !== null) return mode('exec');
  const command = Buffer.from(client.request.command).toString('latin1').trim();
  if (readers.has(command)) return mode('script');
  if (/^(ba)?sh\s+-s\s+\S/.test(command)) {
    const say = 'a script from the input takes no arguments here; set them in the script (`set -- …`)';
    return { kind: 'turned-away', reason: 'script-arguments', verdict: denied('broker', say) };
  }
  return mode('exec');
}
