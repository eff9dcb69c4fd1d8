// How much is masked: what the configuration says, and what a target or a named rule says instead.
import { createHmac } from 'node:crypto';
import type { Language } from '../language/language.ts';
import type { RedactionConfig } from './config.ts';
import { maskOf } from './mask.ts';
import { type MaskedText, putMasks } from './put-masks.ts';
import {
  createRedaction,
  createTransferWatch,
  type Found,
  newSessionKey,
  type Redaction,
  type StreamRedactor,
} from './redaction.ts';
import { findInStatement } from './statement.ts';

/** `all` is secrets and personal data; `pii` and `off` show secrets, so only a named rule of the policy may say them. */
export type RedactLevel = 'off' | 'pii' | 'secrets' | 'all';

/** One session's redaction: equal values get equal masks in all its streams and texts, and nowhere else. */
export interface SessionRedaction {
  /** A redactor for one more stream. @param level null: what holds where no rule says otherwise; `columns`: as in `Redaction.open` */
  stream(level: RedactLevel | null, columns?: () => number | undefined): StreamRedactor;
  /** For a stream that may not be rewritten: once `counts` is not empty, what it answers must not leave. */
  watch(): StreamRedactor;
  /** A text beside the streams: what holds where no rule says otherwise. */
  text(text: string): string;
  find(text: string): readonly Found[];
  /** Every kind that `find` may find. */
  readonly kinds: readonly string[];
  /** A statement that is being typed: what may become a value is hidden, too. A place inside a mask is then its end. */
  veil(text: string, finished: boolean, language: Pick<Language, 'wordTexts'>): MaskedText;
  mask(kind: string, value: string): string;
  /** Keyed digest (HMAC-SHA256, hex) of what may hold a secret: no guess can be tried on it. */
  commit(bytes: Uint8Array): string;
}

/** UTF-16 units of a line in the middle of typing whose words are read at every key. */
const longestTyped = 4096;

/** @param values known values besides those of the configuration */
export function createSessionRedactions(config: RedactionConfig, values: readonly string[] = []) {
  const usual = createRedaction(config, values);
  const transfers = createTransferWatch(config, values);
  const levels = new Map<RedactLevel, Redaction>();
  const at = (level: RedactLevel): Redaction => {
    const made = levels.get(level) ?? createRedaction(configAt(config, level), values);
    levels.set(level, made);
    return made;
  };

  /** @param home what the target says of itself, or null */
  return (home: 'secrets' | 'all' | null = null): SessionRedaction => {
    const key = newSessionKey();
    const normal = home === null ? usual : at(home);
    const texts = normal.open(key);
    const mask = (kind: string, value: string) => maskOf(key, kind, Buffer.from(value, 'utf8').toString('latin1'));
    return {
      stream: (level, columns) => (level === 'off' ? asItIs : (level === null ? normal : at(level)).open(key, columns)),
      watch: () => transfers.open(key),
      text: (text) => texts.text(text),
      find: (text) => texts.find(text),
      kinds: normal.kinds,
      veil(text, finished, language) {
        const find = (part: string) => texts.find(part, finished ? 'end' : 'cap');
        const whole = finished || text.length <= longestTyped;
        const found = whole ? findInStatement(text, language, find) : find(text);
        const masks = found.map(({ start, end, kind }) => {
          const growing = !finished && end === text.length;
          return { start, end, mask: growing ? begun : mask(kind, text.slice(start, end)) };
        });
        return putMasks(text, masks, 'end');
      },
      mask,
      commit: (bytes) => createHmac('sha256', key).update(bytes).digest('hex'),
    };
  };
}

function configAt(config: RedactionConfig, level: RedactLevel): RedactionConfig {
  const secrets = level === 'secrets' || level === 'all';
  const personal = config.pii.length > 0 ? config.pii : 'all';
  return { ...config, secrets, pii: level === 'secrets' ? [] : personal };
}

/** A tag of half a value would say something about it. */
const begun = '‹…›';

const nothing = new Uint8Array(0);

/** Where a rule says `off`. */
const asItIs: StreamRedactor = {
  feed: (bytes) => bytes,
  flush: () => nothing,
  text: (text) => text,
  find: () => [],
  held: 0,
  counts: new Map(),
};
