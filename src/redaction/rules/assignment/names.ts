// Which names of variables, fields, flags and headers announce a secret, and of which strength.

/**
 * - `password`: people make them up, so weak values count too.
 * - `key`: machines make them, so a value must look made.
 * - `named`: the key of something; a random value counts, and hexadecimal digits.
 * - `faint`: a name many harmless things have; only an unmistakable value counts.
 */
export type NameClass = 'password' | 'key' | 'named' | 'faint';

const keyword =
  /passw(?:or)?d|passwort|passwrd|passphrase|pass[-_ ]?code|pwd|pswd|pass|(?<![a-z])psk|bindpw|rootpw|(?<![a-z0-9])pw|secret|token|key|credentials?|creds?|auth(?:orization)?|dsn|securestring/gi;
const passwordWord = /^(?:passw|pass|pwd|pswd|psk|bindpw|rootpw|pw|securestring)/i;

/** What may follow the keyword in a name: `SECRET_KEY_BASE`, `API_KEY_PROD`, `password2`. One way to read each. */
const harmlessTail =
  /^(?:s|[0-9]+(?![0-9])|v[0-9]|base|value|val|str|string|text|txt|data|hash|hashed|enc|encrypted|plain|raw|b64|hex|prod|production|dev|development|stage|staging|test|testing|live|sandbox|qa|uat|ci|primary|secondary|old|new|current|previous|default|main|backup|root|admin|user|db|read|write|rw|ro|eu|us|confirm|confirmation|again|repeat|override|env|header|param|password|salt|material|bytes|content|secure|sec|super|local|remote|master|replica|shared|clear|api|app|svc|service)+$/;

/** Words before `pass` or `key` that make another word of it. */
const otherWord =
  /(?:by|buy|com|tres|sur|encom|over|under|im|one|first|second|multi|single|low|high|band|test|boarding|all|tests?)[-_ ]?pass$|(?:mon|don|tur|whis|joc|hoc|hon|jer|kid|lac|smo|buc|not-?a-?)key$|(?:^|[_.-])(?:co|aut|an|in|re|dis)auth$/i;
const publicKey =
  /(?:public|pub|gpg|pgp|publishable|anon|site|client[-_]?side|verif(?:y|ication)|host|known[-_]?host)[-_.]?key$/i;
const structuralKey =
  /(?:^|[-_.])(?:primary|foreign|sort|partition|unique|cache|composite|natural|surrogate|range|hash|group|map|dict|object|json|config|sub|super|hot|short[-_]?cut|meta|control|ctrl|shift|alt|arrow|enter|return|any|row|route|routing|idempotency|dedup|lookup|index|registry|answer|question|translation|i18n|message|label|state|storage|react|item|list|menu|tab|option|field|column|s3|object|redis|bucket|parent|child|max|min|num|next|last|first)[-_.]?keys?$/i;
const harmlessToken =
  /(?:^|[-_.])(?:next|page|continuation|continue|sync|cancel(?:lation)?|cancellation|pagination|marker|resume|max|min|num|total|input|output|prompt|completion|unexpected|expected|invalid|missing|stop|eos|bos|pad|unk|mask|sep|cls|special|lex|parse|syntax|cache(?:d)?|reasoning|used|remaining|per|public|public[-_.]?key)[-_.]?tokens?$/i;
const strongKey =
  /(?:api|access|secret|private|encrypt(?:ion)?|decrypt(?:ion)?|sign(?:ing)?|signature|master|auth|account|service|app|application|client|admin|root|session|cookie|crypto|cipher|aes|hmac|jwt|rsa|ssh|deploy|write|ingest(?:ion)?|integration|consumer|shared|preshared|pre[-_]?shared|webhook|license|licence|subscription|function|storage|security|data[-_]?encryption|kek|dek|wrapping|vault|unseal|recovery|pool|device|server|user|project|org|team|bot|stripe|sendgrid|mailgun|openai|anthropic|twilio|datadog|dd|aws|azure|gcp|google|github|gitlab|slack|algolia|heroku|cloudflare|cf|npm|maps?|fcm|firebase|newrelic|sentry|mapbox|amplitude|segment|mixpanel|bugsnag|rollbar|pusher|giphy|ibm|iam|cos|softlayer|cloudant|fastly|meraki|looker|plaid|adafruit|deepl|deepgram|opsgenie|postmark|shippo|netlify|vercel|supabase|tmdb|openweather|weather|finnhub|fred|nasa|alchemy|infura|etherscan|shodan|virustotal|wallet|mnemonic|facebook|twitter|linkedin|instagram|paypal|square|shopify|dropbox|spotify|steam|discord|telegram|youtube|yandex|zoom|okta|auth0|jira|confluence|bitbucket|circleci|travis|codecov|sonar|snyk|pagerduty|opsgenie|zendesk|intercom|hubspot|salesforce|airtable|notion|asana|trello|figma|linear|twitch|io|s3|minio|spaces|b2|r2|wpa|wep|wifi)[-_.]?(?:api|access|secret|private)?[-_.]?keys?$/i;

/** What is told by a name alone, as it is written. */
export interface Name {
  /** Undefined: nothing secret stands behind it. */
  readonly class: NameClass | undefined;
  /** May stand before its value without a sign between. */
  readonly plain: boolean;
  /** Words joined by `_`: no one would write that in a sentence. */
  readonly snake: boolean;
  /** What only ever names a key: `api_key`, `secret`, `token`. */
  readonly bareKey: boolean;
  /** A word for a password by itself, and one that a user's name may stand before. */
  readonly password: boolean;
  readonly besideUser: boolean;
  /** It ends in a word for what is typed in secret, or holds one for anything secret. */
  readonly endsSecret: boolean;
  readonly sounds: boolean;
  /** `key` or `token`: the word before says which. */
  readonly lone: boolean;
}

const dashes = /^[-.]+/;
const plainName =
  /^(?:(?:api|access|secret|auth)[-_]?(?:key|token|secret)|token|password|secret|passwd|passphrase|identified|[a-z]\w*(?:\.\w+)+)$/i;
const snakeName = /^[a-z]+(?:_[a-z]+)+$/;
const bareKey = /^(?:(?:api|access|secret|auth)[-_]?(?:key|token|secret)|secret|token)$/i;

// The same names come again and again.
const remembered = new Map<string, Name>();
const mostRemembered = 1024;

export function nameOf(text: string): Name {
  const known = remembered.get(text);
  if (known) return known;
  if (remembered.size >= mostRemembered) remembered.clear();
  const name: Name = {
    class: judgeName(text.replace(dashes, '')),
    plain: plainName.test(text),
    snake: snakeName.test(text),
    bareKey: bareKey.test(text),
    password: /^(?:password|passwd|passphrase)$/i.test(text),
    besideUser: /^(?:password|secret|passwd|passphrase)$/i.test(text),
    endsSecret: /(?:password|securestring|secret|psk|passphrase)$/i.test(text),
    sounds: /passw|secret|token|key$/i.test(text),
    lone: /^[-.]*(?:keys?|tokens?)$/i.test(text),
  };
  // A copy: a slice would keep the text it was cut from.
  remembered.set(Buffer.from(text, 'latin1').toString('latin1'), name);
  return name;
}

/** The class of `name` behind `word`: `API key`, `public key`. */
export function classBehind(word: string, name: string): NameClass | undefined {
  return nameOf(`${word}_${name.replace(dashes, '')}`).class;
}

/** The class of a name, or undefined when nothing secret stands behind it. */
export function classOfName(text: string): NameClass | undefined {
  return nameOf(text).class;
}

function judgeName(name: string): NameClass | undefined {
  let last: RegExpExecArray | undefined;
  for (const match of name.matchAll(keyword)) last = match;
  if (!last) return undefined;
  const word = last[0].toLowerCase();
  const tail = name
    .slice(last.index + word.length)
    .replace(/[-_.]/g, '')
    .toLowerCase();
  const head = name.slice(0, last.index + word.length);
  if (tail !== '' && !harmlessTail.test(tail) && !(word === 'secret' && tail === 'e')) return undefined;
  if (otherWord.test(head) || (word === 'key' && tail === 'hash')) return undefined;
  if (passwordWord.test(word)) return 'password';
  if (word === 'key') return classOfKey(head);
  if (word === 'token') return harmlessToken.test(head) ? undefined : 'key';
  if (word.startsWith('auth'))
    // Headers have rules of their own.
    return /^(?:o?auth|masterauth)$|[-_.]auth$/i.test(head) || /[a-z]Auth$/.test(head) ? 'key' : undefined;
  if (tail === 's' && word === 'secret') return 'faint';
  return 'key';
}

function classOfKey(head: string): NameClass | undefined {
  if (publicKey.test(head)) return undefined;
  if (strongKey.test(head)) return 'key';
  if (structuralKey.test(head)) return undefined;
  if (/^[A-Z0-9_]+_KEY$/.test(head)) return 'key';
  return /^[a-z][a-z0-9]+(?:[-_.][a-z0-9]+)*[-_.]key$/.test(head) ? 'named' : 'faint';
}
