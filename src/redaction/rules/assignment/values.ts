// Whether the value behind a telling name is a secret, or what documentation, code and configuration put there.
import { isUtf8 } from 'node:buffer';
import { entropy } from '../../checks/entropy.ts';
import { isGibberish } from '../../checks/gibberish.ts';
import { isPlaceholder } from '../../checks/placeholder.ts';
import type { NameClass } from './names.ts';

/** How the value was written. `bare`: anything between blanks; `strict`: an environment line or an option. */
export type Form = 'quoted' | 'bare' | 'strict';

const keyish = /pass|secret|token|key|cred|auth|pwd/i;
const constant =
  /^(?:true|false|yes|no|on|off|null|none|nil|nan|undefined|void|empty|unset|default|auto|inherit|required|optional|optionally|string|str|text|int|integer|number|bool|boolean|bytes?|object|array|any|char|varchar|hidden|visible|enabled|disabled|plain|plaintext|basic|bearer|digest|negotiate|ntlm|jwt|oauth2?|hash(?:ed)?|encrypted|decrypted|invalid|valid|missing|wrong|incorrect|correct|expired|changed|unchanged|reset|forgot(?:ten)?|confirm|current|repeat|again|for|is|was|and|or|not|to|the|of|in|with|from|field|input|label|value|name|type|id|file|path|stdin|stdout|env|environment|prompt|ask|interactive|manual|internal|external|public|private|user|username|admin|root|login|email|unknown|generated|random|sha1|sha256|sha512|md5|bcrypt|scrypt|argon2(?:id)?|pbkdf2|rs256|hs256|es256|ed25519|rsa|ecdsa|aes|http|https|local|localhost|set|unset|get|post|put|delete|new|old|this|self|primary|secondary|unlimited|never|always|failed|failure|success|ok|okay|granted|denied|revoked|accepted|rejected|authentication|authorization|authenticated|redis|mysql|postgres|postgresql|mongo|mongodb)$/i;
const reference =
  /^(?:arn:|ssm:|vault:|op:\/\/|sops:|kms:|file:|env:|projects\/|secret\/|secrets\/|kv\/|secretsmanager|keychain:|keyring:|ref\+|s3:|urn:|oid:|sha(?:1|256|384|512)[-:]|md5:|urn:|uuid:|data:|k8s:|awskms|gcpkms|azurekms|cmd:|exec:|base64:$)/i;
const url = /^[a-z][a-z0-9+.-]{1,20}:\/\//i;
const path =
  /^(?:~|\.{1,2})?\/(?:(?:etc|var|run|usr|home|root|tmp|opt|secrets?|mnt|app|srv|dev|proc|path|data|keys?|config|bin|lib|workspace|users|private|certs?|ssl)(?:\/|$))|^(?:~|\.{1,2})\/|^[A-Za-z]:[\\/]/i;
// A path or a route: several words between slashes.
const route = /^\/?[a-z@][\w@.:-]*(?:\/[\w@.:{}*-]+)+(?:#[\w-]+)?$/i;
const spokenRoute = /^(?:[a-z]{2,}[\w.-]*|v?\d{1,4}(?:\.\d+)*|:\w+|@[\w-]+|[\w-]+#[\w-]+)$/i;
const fileName =
  /\.(?:pem|key|crt|cer|json|ya?ml|txt|env|conf|cfg|ini|p12|jks|pfx|pub|asc|gpg|toml|xml|jsx?|tsx?|py|go|rb|sh|php|java|html?|md|csv|log|db|sqlite|properties|lock|zip|tar|gz)$/i;
const call = /^(?:new |await |lambda |\(|function\b|async\b|[A-Za-z_$][\w.$:>-]*\()/;
const indexed = /^[A-Za-z_]\w*(?:\.\w+)*\[/;
const generic =
  /^(?:&?'?[A-Z]\w*<.*|[A-Za-z]\w*\||\w+\?$|&(?:mut\b|str\b|'))|^[A-Za-z_]+=$|^(?=\w+?[._-]\w)[A-Za-z]\w*(?:[.-]\w+)*=$|^[\w$]+\.</;
const member = /^[A-Za-z_$][A-Za-z_$]*(?:(?:\.|::|->|\?\.)[A-Za-z_$][A-Za-z_$]*)+;?$/;
/** A type of a module: `ed25519.Ed25519PrivateKey`. */
const typeName = /^_*[a-zA-Z]+\d{0,5}\.[A-Z][a-z]+\d{0,5}(?:[A-Z][a-z]+)+,?$/;
const camel = /^_*(?:[A-Z]{2,5})?[A-Za-z]?[a-z]{2,}\d{0,3}(?:[A-Z][a-z]+\d{0,3}|[A-Z]{2,}(?=[A-Z][a-z]|$))*$/;
/** Punctuation of something else, the selector of a style sheet, an escaped placeholder. */
const leftover = /^[,;:)}\]&|]|^\(\?[:=!<]|^#[a-z-]+$|^&lt;/i;
const hexNumber = /^0x[0-9a-f]+$/i;
const numbered = /^[A-Za-z]+(?:[-_.: ][A-Za-z]+)*[-_.:]?v?\d{1,3}$/;
const measure = /^v?\d+(?:[.:,]\d+)*(?:[-+.][a-z]+\d*)?(?:ns|us|ms|s|m|h|d|w|y|k|kb|mb|gb|ki|mi|gi|px|em|rem|%|x)?$/i;
const date = /^\d{4}-\d{2}-\d{2}(?:[T_ ]|$)/;
const uuid = /^[0-9a-f]{8}-(?:[0-9a-f]{4}-){3}[0-9a-f]{12}$/i;
const upperName = /^_?[A-Z][A-Z_]{2,}$/;
const prose =
  /\b(?:must|should|your|the|is|are|be|has|have|at least|for|not|and|please|enter|invalid|required|with|this|that|of|to|can|will|no|a|an|or|in|was|been|failed|cannot)\b/i;

const message =
  /\b(?:must|should|your|is|are|be|has|have|least|not|please|enter|invalid|required|can|will|no|was|been|failed|cannot|use|used|when|if|this|user|users)\b/i;

/** Characters a value has at least. */
const shortest: Record<NameClass, number> = { password: 5, key: 8, named: 24, faint: 24 };

export function isSecretValue(value: string, name: NameClass, form: Form): boolean {
  if (value.length < shortest[name] || value.length > 4096 || !isText(value)) return false;
  if (isPlaceholder(value) || isPlaceholder(value.replace(/^\\?['"]+/, '')) || isNamed(value)) return false;
  if (form !== 'quoted' && isCode(value)) return false;
  if (/[ \t]/.test(value)) return isPhrase(value, name);
  const letters = /[A-Za-z]/.test(value);
  const digits = /[0-9]/.test(value);
  if (!letters && !digits) return false;
  if (!letters) return isNumeric(value, name, form);
  return name === 'password' ? isPassword(value, digits, form) : isKey(value, digits, name);
}

/** A password of digits, or a token that is a number longer than any count or time. */
function isNumeric(value: string, name: NameClass, form: Form): boolean {
  if (/^0+$/.test(value)) return false;
  if (name === 'password') return form !== 'bare' && /^\d{6,}$/.test(value);
  return (
    name === 'key' && /^\d{15,32}$/.test(value) && entropy(value) >= 1.8 && !/^1[5-9]\d{14}(?:\d{3})?$/.test(value)
  );
}

/** False for bytes that are no UTF-8 (RFC 3629): three letters of a name stand in every few hundred megabytes of noise. */
function isText(value: string): boolean {
  return !/[\x80-\xff]/.test(value) || isUtf8(Buffer.from(value, 'latin1'));
}

/** It is, or says where to find it, in words of configuration: a constant, a reference, a place, a measure. */
function isNamed(value: string): boolean {
  if (constant.test(value) || reference.test(value) || url.test(value) || leftover.test(value)) return true;
  if (path.test(value) || fileName.test(value) || isRoute(value)) return true;
  return (measure.test(value) && !/^\d{6,}$/.test(value)) || date.test(value) || hexNumber.test(value);
}

function isCode(value: string): boolean {
  return (
    call.test(value) ||
    indexed.test(value) ||
    generic.test(value) ||
    member.test(value) ||
    typeName.test(value) ||
    upperName.test(value.replace(/,$/, '')) ||
    /^[=!<>]=|^[({[]|\)\(|\(\{|=>/.test(value)
  );
}

function isPassword(value: string, digits: boolean, form: Form): boolean {
  const symbols = value.replace(/[A-Za-z0-9]/g, '').length;
  if (digits) {
    if (/^[A-Za-z_]+(?:pass(?:word)?|pwd|secret|token|key)\d?$/i.test(value))
      return form === 'quoted' && !/^(?:db|user|my|the|new|old)/i.test(value);
    return form !== 'bare' || !/^[a-z]+(?:[_.][a-z]+)+\d?$/.test(value);
  }
  const plain = value.replace(/[-_.]/g, '');
  if (/^[A-Za-z\x80-\xff]+$/.test(plain)) {
    if (form === 'bare' && entropy(value) < 3.7) return false;
    if (keyish.test(value) || upperName.test(value) || (plain !== value && value.split(/[-_.]/).length < 3))
      return false;
    if (form !== 'quoted' && /[a-z][A-Z]/.test(value) && camel.test(value)) return false;
    return plain.length >= (form === 'quoted' ? 6 : 8) && !(form === 'bare' && camel.test(value));
  }
  if (/^[A-Za-z]+[.,;:!?)\]}]+$/.test(value)) return false;
  return symbols >= 1 && value.length >= 7 && !/^[A-Za-z]+(?:[-/:.,|+][A-Za-z]*)+$/.test(value);
}

function isKey(value: string, digits: boolean, name: NameClass): boolean {
  const bits = entropy(value);
  if (name === 'named' && /^[a-f0-9]{32,}$/.test(value)) return digits && /[a-f]/.test(value);
  if (name === 'faint' || name === 'named') {
    return bits >= 3.7 && digits && /[a-z]/.test(value) && /[A-Z]/.test(value) && /^[\w+/=.~-]+$/.test(value);
  }
  if (numbered.test(value) || camel.test(value) || upperName.test(value))
    return isLongRandom(value, digits, bits) || (value.length >= 12 && digits && isGibberish(value));
  if (uuid.test(value)) return true;
  if (digits) {
    if (/^[a-z]+(?:[-_./:][a-z0-9]{1,8}){1,}$/i.test(value) && looksSpoken(value)) return false;
    if (/^[a-f0-9]{16,}$/.test(value)) return bits >= 2.6;
    return value.length >= 16 ? bits >= 3 : bits >= 2.75 && (/[A-Z]/.test(value) || !/^[a-z]+[-_]?\d+$/.test(value));
  }
  if (value.length >= 12 && isGibberish(value) && bits >= 3) return true;
  if (/^[A-Za-z]+(?:[-_.:/ ][A-Za-z]+)+$/.test(value)) return false;
  return value.length >= 10 && bits >= 3.7 - (/[^A-Za-z0-9]/.test(value) ? 0.5 : 0) && !camel.test(value);
}

function isLongRandom(value: string, digits: boolean, bits: number): boolean {
  return value.length >= 20 && bits >= 3.9 && digits && !/[a-z]{7}/.test(value);
}

/** Words with separators, as names of resources are: `prod-eu-1`, `my-app/db-2`. */
function looksSpoken(value: string): boolean {
  const words = value.split(/[-_./:]/);
  const spoken = words.filter((word) => /^(?:[a-z]{2,}|[A-Z][a-z]+|[A-Z]{2,}|v?\d{1,4})\d{0,2}$/.test(word));
  return spoken.length === words.length && words.every((word) => word.length <= 12);
}

function isPhrase(value: string, name: NameClass): boolean {
  if (name !== 'password' || keyish.test(value)) return false;
  // A message begins with a capital or says what to do; a long phrase may have any little words.
  if ((/^[a-z]+(?: [a-z]+){3,7}$/.test(value) ? message : prose).test(value)) return false;
  const words = value.trim().split(/\s+/);
  return words.length <= 8 && (/[0-9]/.test(value) || words.length >= 4) && /^[\x21-\x7e\x80-\xff ]+$/.test(value);
}

function isRoute(value: string): boolean {
  if (!route.test(value)) return false;
  const words = value.split('/').filter((word) => word !== '');
  return (
    words.every(
      (word) => spokenRoute.test(word) && !isGibberish(word) && !/[a-z][A-Z][a-z]*[0-9]|[0-9][A-Z]/.test(word),
    ) && entropy(value) < 4.4
  );
}
