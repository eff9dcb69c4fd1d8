// Values that stand where a secret would, and are none: what documentation, templates and code put there.
import { maskOpenBytes } from '../mask.ts';
import { longestSequence } from './entropy.ts';

const filler =
  /example|placeholder|change[-_ ]?(?:me|it|this)|replace[-_ ]?(?:me|this|with)|redacted|x{5,}|\*{3}|\.{3}|(?:goes|put)[-_ ]?here|insert[-_ ]?(?:your|here)|^your|not[-_ ]?a?[-_ ]?real/i;
const word =
  /(?:^|[-_. <[(])(?:your|dummy|fake|sample|mock|todo|fixme|tbd|foo|foobar|here|none|null|undefined|unset|empty|default|xxx+|abc123|test|testing)(?:$|[-_. >\])])/i;
const expression =
  /^(?:\$[({A-Za-z_@!]|\$\$|<[^>\s]+>|<[A-Za-z]|\{\{|%\{|%\(|%[A-Za-z_]+%|#\{|@@|@[\w.]+[@(]|\[\[|\{%|\$\[|!\w+|&\w+$|\*\w+$|ENC\[|\|$|>-?$|[*•●.…xX#-]+$)/;
const runtime =
  /^(?:process|os|env|ENV|import\.meta|config|conf|cfg|self|this|cls|settings|secrets?|vars?|local|data|module|params?|args?|opts?|options|req|request|res|response|ctx|context|props|state|System|Deno|Bun|user|account|credentials?|creds|auth|session|app|row|item|body|form|input|payload|values?|each|inputs|steps|github|matrix|var|std|java|com|org|string|crypto)(?:\.|\[|::|->)/;

/** True for the body of a token that documentation wrote. */
export function isFiller(body: string): boolean {
  return filler.test(body) || longestSequence(body) >= Math.max(6, body.length * 0.4);
}

/** Nearly all of it is a count or one character: people do end passwords with `123456`. */
function isCounted(value: string): boolean {
  return longestSequence(value) >= Math.max(6, value.length * (value.length < 16 ? 0.6 : 0.4));
}

/** A test key is a key: a part that no one wrote by hand. */
function hasMadePart(value: string): boolean {
  return value.split(/[-_. <[(>\])]/).some((part) => part.length >= 16 && /[0-9]/.test(part) && /[A-Za-z]/.test(part));
}

/** True for values that are there to be replaced or filled in: `changeme`, `${VAR}`, `<token>`, `xxxx`, a mask. */
export function isPlaceholder(value: string): boolean {
  if (value.startsWith(maskOpenBytes) || expression.test(value) || runtime.test(value)) return true;
  return (
    filler.test(value) ||
    isCounted(value) ||
    (word.test(value) && !hasMadePart(value)) ||
    /\$\{[\w.:?!@-]{1,64}\}|\{\{[^{}]{0,64}\}\}/.test(value) ||
    (!/[0-9]/.test(value) && /^my[-_]?(?:super[-_]?)?/i.test(value))
  );
}
