// The ways in which shells, configuration files, programs and logs put a value behind a name.

// After the name: closing quotes and brackets, perhaps the length of an array or a type, then what assigns.
const quote = String.raw`(?:\\{0,4}["'\x60])`;
const close = String.raw`(?:${quote}?[\])]{0,2}(?:\[\d{0,6}\])?)`;
// Only types that are no values: what stands behind them must not change how they are read.
const annotated = String.raw`(?:(?:[ \t]{0,4}:[ \t]{0,4}|[ \t]{1,4})(?:&?'?(?:static )?str|string|bytes|any|text|char|Optional\[str\]|SecretStr|\[\]byte)(?:[ \t]\|[ \t](?:None|null|undefined))?[ \t]{0,4}(?==))?`;
const sign = String.raw`(?:\?\?=|\|\|=|===?|!==?|=>|:{1,4}=|\?=|[+.]=|::(?=[ \t])|:|=|%3D)`;
// What only wraps a string, when one follows; a value that YAML calls a string, or that stands on the next line.
const wrapper = String.raw`(?:(?:\[\]string|new String|String|str|bytes|SecretStr|Secret|Some|fmt\.Sprintf|Buffer\.from|(?:base64\.)?b64decode|atob)?[\[({][ \t]{0,4}(?=[bfru]?${quote})|(?:get)?env\(["']\w{1,64}["'],[ \t]{0,4}(?=${quote})|[\[(])?`;
const below = String.raw`(?:(?:!!(?:str|binary)|[|>][-+]?|\\|<<[-~]?["']?\w{1,20}["']?)[ \t]{1,20})?`;
const who = String.raw`(?:user[ \t])?["'\x60]?[\w.@%-]{1,64}["'\x60]?`;

const ways = {
  assigns: String.raw`${close}${annotated}[ \t]{0,20}${sign}[ \t]{0,20}${wrapper}${below}`,
  pair: String.raw`${quote}[ \t]*,[ \t]*${quote}(?:value|default|defaultValue)${quote}[ \t]*:[ \t]*`,
  attribute: String.raw`${quote}?[ \t]+(?:(?:value|content|default)[ \t]*=[ \t]*|-Value[ \t]+|(?:\/t[ \t]+\w{1,16}[ \t]+)?\/d[ \t]+)`,
  listed: String.raw`${quote}[ \t]{0,8},[ \t]{0,8}(?=${quote})`,
  plist: String.raw`<\/key>[ \t]*(?:<string>|$)`,
  element: String.raw`["']?>(?:<!\[CDATA\[|<Value>)?[ \t]{0,8}(?=[^<>\s]|$)`,
  called: String.raw`\([ \t]{0,4}(?=${quote})`,
  told: String.raw`[ \t]{1,4}(?:(?:for|of)[ \t]${who}(?:[ \t](?:is|was)[ \t]?:?|[ \t]?:)|(?:is|was)(?:[ \t](?:now|set to|generated(?:[ \t]for[ \t]${who})?))?[ \t]{0,2}:?|(?<=(?:set|changed?|reset|updated?)[ \t][\w ]{0,30})to[ \t]{0,2}:?|[a-z_]{2,24}[ \t]=)[ \t]{1,4}`,
  cell: String.raw`[ \t]{1,40}(?:\||\xe2\x94\x82)[ \t]{1,4}`,
  spacedQuote: String.raw`[ \t]{1,8}(?:(?:by|-String)[ \t]{1,4})?(?=["'\x60])`,
  spaced: String.raw`[ \t]{1,8}(?:--plaintext[ \t]+|[057][ \t]+)?`,
};

export type Way = keyof typeof ways;

/** What the ways begin with that do not begin with everything. */
const beginnings: Partial<Record<Way, string>> = {
  pair: '\\"\'`',
  attribute: '\\"\'` \t',
  listed: '\\"\'`',
  plist: '<',
  element: '"\'>',
  called: '(',
  told: ' \t',
  cell: ' \t',
  spacedQuote: ' \t',
  spaced: ' \t',
};

/** The same for what may stand behind blanks after the name; letters in lower case. */
const beyondBlanks: Partial<Record<Way, string>> = {
  assigns: ":?|=!+.%&'[sbatco",
  attribute: 'vcd-/',
  told: 'abcdefghijklmnopqrstuvwxyz_',
  cell: '|\xe2',
  spacedQuote: '"\'`b-',
};

/**
 * In the order in which they are tried, sticky at the end of the name. `begins`: 1 at the codes that may stand there;
 * `beyond`: if that is a blank, 1 at the codes of what may follow the blanks.
 */
export const operators = Object.entries(ways).map(([way, source]) => ({
  way: way as Way,
  regex: new RegExp(source, 'iy'),
  begins: codesOf(beginnings[way as Way]),
  beyond: codesOf(beyondBlanks[way as Way]),
}));

function codesOf(text: string | undefined): Uint8Array | undefined {
  if (text === undefined) return undefined;
  return Uint8Array.from({ length: 256 }, (_, code) =>
    text.includes(String.fromCharCode(code).toLowerCase()) ? 1 : 0,
  );
}
