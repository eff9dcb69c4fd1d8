// A statement as people and the log see it: secrets in it are covered, and nothing else is. A mask covers literal
// characters inside one word only, so that no operator, expansion or command word can hide under it.
import type { Language } from '../language/language.ts';
import type { EffectVerdict } from '../policy/policy.ts';
import { type Cover, cover } from '../redaction/cover.ts';
import type { SessionRedaction } from '../redaction/levels.ts';
import { holdsMask } from '../redaction/mask.ts';
import { type Mask, putMasks } from '../redaction/put-masks.ts';
import type { Found } from '../redaction/redaction.ts';
import { findInStatement } from '../redaction/statement.ts';
import type { MaskCounts } from '../store/events.ts';

/** Of what comes in with a mask in it. */
export const wouldWriteBack = 'holds a mask: what was masked must not be written back over the real one';

type CoverRest = [literals: Parameters<typeof cover>[2], mask: Parameters<typeof cover>[3]];

export interface ShownStatement {
  readonly text: string;
  /** What was covered, by rule; empty when `text` is exactly the statement. */
  readonly masks: MaskCounts;
  /** Why it may not run, however it would be judged: half a sentence, or null. */
  readonly refusal: string | null;
  /** Any text that may repeat a part of the statement. */
  veil(text: string): string;
  /** Effects as they may be shown, with their places in `text`. */
  veilEffects(effects: readonly EffectVerdict[]): readonly EffectVerdict[];
}

/** @param judged false where everything is let through: then what cannot be covered neatly is covered whole */
export function showStatement(
  statement: string,
  { redaction, language, judged }: { redaction: SessionRedaction; language: Language; judged: boolean },
): ShownStatement {
  const masked = holdsMask(statement) ? `it ${wouldWriteBack}` : null;
  const found = findInStatement(statement, language, redaction.find);
  if (found.length === 0) {
    return {
      text: statement,
      masks: {},
      refusal: masked,
      veil: redaction.text,
      veilEffects: tellEffects(redaction.text),
    };
  }
  const covered = coverLines(statement, found, language.literals(statement), redaction.mask);
  const values = new Map(found.map(({ start, end, kind }) => [statement.slice(start, end), kind]));
  const coverValues = createReplacer(values, redaction.mask);
  const veil = (text: string) => redaction.text(coverValues(text));
  if (covered.kind === 'uncoverable') {
    const counts: Record<string, number> = {};
    for (const { kind } of found) counts[kind] = (counts[kind] ?? 0) + 1;
    const why = `it holds what looks like a secret (${covered.what}) together with more than literal text, so it cannot be shown safely; put the value into one plain word, or read it from a file or a variable`;
    return {
      text: veil(statement),
      masks: counts,
      refusal: masked ?? (judged ? why : null),
      veil,
      veilEffects: tellEffects(veil),
    };
  }
  return {
    text: covered.text,
    masks: covered.masks,
    refusal: masked,
    veil,
    veilEffects: tellEffects(veil, covered.place),
  };
}

/**
 * A line in the middle of a key that is as short as a command, or its last one when it reads like one, stays in sight;
 * so does what begins behind a backquote: in perl, ruby, php and make it is a command.
 */
function coverLines(statement: string, found: readonly Found[], ...rest: CoverRest): Cover {
  const shy = found.find(({ start, end, kind }) => {
    if (statement[start - 1] === '`') return true;
    if (kind !== 'private-key' || end - start >= shortestKeyLine) return false;
    const last = /^["'\s]*-----END/.test(statement.slice(end, end + 20));
    return !last || /^[A-Za-z._/-]+$/.test(statement.slice(start, end));
  });
  return shy === undefined ? cover(statement, found, ...rest) : { kind: 'uncoverable', what: shy.kind };
}

/** Characters; base64 of a key comes in lines of 64 or 76. */
const shortestKeyLine = 40;

/** Puts masks over the values wherever they stand. A card may have thousands of both, so each place is looked up. */
function createReplacer(values: ReadonlyMap<string, string>, mask: (kind: string, value: string) => string) {
  const length = Math.min(...[...values.keys()].map((value) => value.length));
  const longestFirst = [...values].toSorted(([left], [right]) => right.length - left.length);
  const byBeginning = Map.groupBy(longestFirst, ([value]) => value.slice(0, length));
  return (text: string): string => {
    const masks: Mask[] = [];
    for (let at = 0; at + length <= text.length; ) {
      const met = byBeginning.get(text.slice(at, at + length))?.find(([value]) => text.startsWith(value, at));
      if (met === undefined) {
        at++;
        continue;
      }
      const [value, kind] = met;
      masks.push({ start: at, end: at + value.length, mask: mask(kind, value) });
      at += value.length;
    }
    return putMasks(text, masks, 'start').text;
  };
}

function tellEffects(veil: (text: string) => string, place: (offset: number) => number = (offset) => offset) {
  const tell = <T>(value: T): T => {
    if (typeof value === 'string') return veil(value) as T;
    return (Array.isArray(value) ? value.map(tell) : value) as T;
  };
  return (verdicts: readonly EffectVerdict[]): readonly EffectVerdict[] =>
    verdicts.map((verdict) => {
      const { kind, span, ...rest } = verdict.effect;
      const words = Object.fromEntries(Object.entries(rest).map(([name, value]) => [name, tell(value)]));
      const effect = { kind, span: [place(span[0]), place(span[1])], ...words } as unknown as EffectVerdict['effect'];
      return { ...verdict, effect };
    });
}
