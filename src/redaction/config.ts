// The `redaction:` part of ostiary.yaml.
import { z } from 'zod';

const personalKinds = ['email', 'phone', 'card', 'iban', 'national-id', 'passport'] as const;
export type PersonalKind = (typeof personalKinds)[number];

export const redactionConfig = z.strictObject({
  secrets: z.boolean().default(true),
  pii: z
    .union(
      [z.literal('all'), z.array(z.enum(personalKinds))],
      `must be \`all\` or a list of ${personalKinds.join(', ')}`,
    )
    .default([]),
  /** Column name → what is left of its cells. */
  columns: z.record(z.string().min(1).max(64), z.enum(['full', 'last4', 'email', 'hash'])).default({}),
  /** Exact values that never leave, in any common encoding. */
  values: z.array(z.string().min(1)).default([]),
});

export type RedactionConfig = z.infer<typeof redactionConfig>;

export function personalKindsOf(config: RedactionConfig): ReadonlySet<PersonalKind> {
  return new Set(config.pii === 'all' ? personalKinds : config.pii);
}
