// Port: who is at the door. Implementations turn a proven key into an identity.
import { createHash } from 'node:crypto';

export type IdentityKind = 'agent' | 'operator' | 'auditor';

export interface Identity {
  readonly kind: IdentityKind;
  readonly name: string;
  /** The person behind it; an operator's own name when none is configured. */
  readonly owner: string;
  readonly roles: readonly string[];
  readonly groups: readonly string[];
  /** Target names granted; `*` stands for any run of characters. */
  readonly targets: readonly string[];
  /** False when nobody is there to ask: every `ask` becomes a denial. */
  readonly attended: boolean;
}

/** How an identity proved itself, kept in every `opened` event. */
export interface Proof {
  readonly method: 'public-key';
  /** `SHA256:…`, as `ssh-keygen -lf` prints it. */
  readonly fingerprint: string;
}

export interface IdentityProvider {
  /** The identity of an SSH public key blob (RFC 4253 §6.6), or null when no identity has it. */
  find(keyBlob: Uint8Array): { readonly identity: Identity; readonly proof: Proof } | null;
}

/** Somebody who came in, or gave something that lasts. */
export interface Resident {
  readonly name: string;
  /** Of the key they came with; null: with any, so one that is lost is enough. */
  readonly fingerprint: string | null;
  /** Where they are; null: wherever they may be. */
  readonly target: string | null;
}

/** Half a sentence why a resident has no place here any more; null while they have one. */
export type WhyGone = (resident: Resident) => string | null;

/** `SHA256:…` of a public key blob, as `ssh-keygen -lf` prints it. */
export function fingerprintOf(keyBlob: Uint8Array): string {
  return `SHA256:${createHash('sha256').update(keyBlob).digest('base64').replace(/=+$/, '')}`;
}

/** True when the identity's grants name this target. */
export function isGranted(identity: Identity, target: string): boolean {
  return identity.targets.some((pattern) => matchesName(pattern, target));
}

/** `web-*` matches `web-1`; every other character stands for itself. */
export function matchesName(pattern: string, name: string): boolean {
  const parts = pattern.split('*').map((part) => part.replace(/[.+?^${}()|[\]\\]/g, '\\$&'));
  return new RegExp(`^${parts.join('.*')}$`, 's').test(name);
}
