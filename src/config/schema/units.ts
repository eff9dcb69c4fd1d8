// How people write durations, sizes, addresses and names in the configuration, and what the program gets.
import { z } from 'zod';

const milliseconds = { ms: 1, s: 1000, m: 60_000, h: 3_600_000, d: 86_400_000 } as const;
const bytes = { B: 1, KiB: 2 ** 10, MiB: 2 ** 20, GiB: 2 ** 30, TiB: 2 ** 40 } as const;

/** `30s`, `12h`, `365d` → milliseconds. */
export const duration = z
  .string('must be a duration like `30s`, `15m`, `12h` or `365d`')
  .regex(/^[1-9]\d{0,8}(ms|s|m|h|d)$/, 'must be a duration like `30s`, `15m`, `12h` or `365d`')
  .transform((text) => {
    const amount = Number.parseInt(text, 10);
    return amount * milliseconds[text.replace(/^\d+/, '') as keyof typeof milliseconds];
  });

/** `8KiB`, `1GiB` → bytes. */
export const size = z
  .string('must be a size like `8KiB`, `64MiB` or `1GiB`')
  .regex(/^\d{1,9}(B|KiB|MiB|GiB|TiB)$/, 'must be a size like `8KiB`, `64MiB` or `1GiB`')
  .transform((text) => Number.parseInt(text, 10) * bytes[text.replace(/^\d+/, '') as keyof typeof bytes]);

export const count = z.int('must be a whole number').min(1, 'must be at least 1').max(1_000_000, 'is too large');

export interface Address {
  readonly host: string;
  readonly port: number;
}

/** `127.0.0.1:2222`, `[::1]:2222`; port 0 takes any free one. */
export const address = z
  .string('must be an address and port like `127.0.0.1:2222`')
  .regex(
    /^(\[[0-9A-Fa-f:.]+\]|[^\s:[\]]+):\d{1,5}$/,
    'must be an address and port like `127.0.0.1:2222` or `[::1]:2222`',
  )
  .refine((text) => parseAddress(text).port <= 65_535, 'has a port above 65535')
  .transform(parseAddress);

function parseAddress(text: string): Address {
  const colon = text.lastIndexOf(':');
  return { host: text.slice(0, colon).replace(/^\[|\]$/g, ''), port: Number(text.slice(colon + 1)) };
}

/** What may stand as login name, file name and log field alike (DESIGN §1). */
export const name = z
  .string('must be a name')
  .regex(/^[a-z0-9][a-z0-9._-]{0,62}$/, 'must be 1–63 of a–z, 0–9, `.`, `_`, `-`, and begin with a letter or digit');

const NOT_A_PATH = 'must be a path';

export const filePath = z
  .string(NOT_A_PATH)
  .min(1, 'must not be empty')
  .refine((text) => !text.includes('\0'), 'must not contain a NUL character');

/** A path without a default; `remedy` says what to write where it is missing. */
export function requiredPath(remedy: string) {
  const error = ({ input }: { readonly input?: unknown }) =>
    input === undefined ? `is missing; ${remedy}` : NOT_A_PATH;
  return z.string({ error }).pipe(filePath);
}

/** Text that is shown to people, in logs and on terminals. */
export const line = z
  .string('must be a text')
  .regex(/^[^\p{Cc}\p{Cf}\p{Zl}\p{Zp}]+$/u, 'must be one line of visible text');
