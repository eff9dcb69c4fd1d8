// Secrets that a shell hands to a program's input (`echo … | docker login --password-stdin`, `chpasswd <<< …`), and
// those that a command prints on the line below it.
import { pattern } from '../pattern-rule.ts';
import type { Rule } from '../rule.ts';
import { classOfName } from './assignment/names.ts';
import { isSecretValue } from './assignment/values.ts';

// Programs that read a secret, and how far into their words that is sure.
const sinks = [
  String.raw`(?:docker|podman|nerdctl|helm|oras|crane|skopeo|buildah|cosign|argocd|oc|az|regctl)\b[^|;&\n]{0,200}-password-stdin`,
  String.raw`(?:gh|glab|hub)\b[^|;&\n]{0,100}(?:--with-token|--stdin)`,
  String.raw`(?:gpg2?|openssl)\b[^|;&\n]{0,200}(?:--passphrase-fd|stdin)`,
  String.raw`(?:gh|docker|podman|wrangler|flyctl|fly|gcloud|glab|doctl)\b[^|;&\n]{0,80}secrets?[ \t]+(?:set|put|create|import|versions)`,
  String.raw`(?:sudo|doas)[ \t]+(?:-\w+[ \t]+){0,3}-[A-Za-z]{0,3}S\b`,
  String.raw`vault[ \t]+(?:login|operator unseal)[ \t]+(?:-\S+[ \t]+){0,3}-(?![\w-])`,
  String.raw`wg[ \t]+pubkey`,
  String.raw`(?:chpasswd|passwd|smbpasswd|cryptsetup|kinit|su|ssh-add|keyctl|secret-tool|htpasswd|vncpasswd|tailscale|step|pass|kubeseal)\b`,
].join('|');
const sink = new RegExp(`^[ \\t]{0,8}(?:(?:sudo|env)[ \\t]+(?!-))?(?:${sinks})`);
const sinkWord =
  'docker podman nerdctl helm oras crane skopeo buildah cosign argocd oc az regctl gh glab hub gpg gpg2 openssl \
wrangler flyctl gcloud doctl sudo doas env vault wg chpasswd passwd smbpasswd cryptsetup kinit su ssh-add keyctl secret-tool \
htpasswd vncpasswd tailscale step pass kubeseal'.split(/\s+/);

const printed =
  /(?:echo|printf)[ \t]{1,4}(?:-[neE]{1,3}[ \t]{1,4}){0,2}(?:["']?%s(?:\\n)?["']?[ \t]{1,4})?["']?(?:[a-z_][\w-]{0,31}:)?(?<v>[^\s"'|;&<>()`]{1,256})(?<rest>["']?[ \t)]{0,8})/dy;

/** Plain words are printed all the time: only what looks made up waits for the program behind the pipe. */
function isCandidate(value: string): boolean {
  return (
    value.length >= 8 &&
    /[0-9]/.test(value) &&
    /[A-Za-z]/.test(value) &&
    !/^[A-Za-z]+[-_.]?v?[\d.]+$/.test(value) &&
    isSecretValue(value, 'password', 'strict')
  );
}

const piped: Rule = {
  kind: 'piped-password',
  group: 'secrets',
  triggers: ['echo ', 'printf '],
  roomy: true,
  find(text, at) {
    const range = candidate(text, at);
    if (!range || text[range.after] !== '|') return undefined;
    return sink.test(text.slice(range.after + 1, range.after + 300))
      ? { start: range.start, end: range.end, masked: true }
      : undefined;
  },
  opens(text, at) {
    const range = candidate(text, at);
    if (!range) return -1;
    const rest = text.slice(range.after);
    return rest === '' || mayFeed(rest) ? range.start : -1;
  },
  finds: [
    'echo ⟦vcpC7VXxk1⟧ | docker login -u bob --password-stdin reg.test',
    "printf '%s' '⟦vcpC7VXxk1⟧' | sudo -S id",
    'echo "bob:⟦vcpC7VXxk1⟧" | chpasswd',
    'echo ⟦vcpC7VXxk1⟧ | sudo passwd --stdin bob',
  ],
  ignores: [
    'echo release-42 | docker login',
    'echo $PASSWORD | docker login --password-stdin',
    'echo vcpC7VXxk1 | base64 -d',
    'echo vcpC7VXxk1 > out.txt',
    'echo ab12cd34ef > file; docker login --password-stdin',
  ],
};

function candidate(text: string, at: number) {
  printed.lastIndex = at;
  const match = printed.exec(text);
  const range = match?.indices?.groups?.v;
  const next = text[printed.lastIndex];
  if (!range || (next !== undefined && next !== '|') || !isCandidate(match.groups!.v!)) return undefined;
  return { start: range[0], end: range[1], after: printed.lastIndex };
}

/** `| docker lo`: what follows may become one of the programs above. */
function mayFeed(rest: string): boolean {
  const words = /^\|[ \t]{0,8}([\w-]*)(.*)$/.exec(rest);
  if (!words || /[|;&\n]/.test(words[2]!)) return false;
  return words[2] === '' ? sinkWord.some((word) => word.startsWith(words[1]!)) : sinkWord.includes(words[1]!);
}

export const pipedSecrets: Rule[] = [
  piped,
  pattern({
    kind: 'piped-password',
    triggers: ['<<<'],
    begin: (text, at) => (takesInput.test(text.slice(Math.max(0, at - 200), at)) ? at : -1),
    pattern: /<<<[ \t]{0,4}["']?(?:[a-z_][\w-]{0,31}:)?(?<v>[^\s"'`|;&<>()]{0,256})/,
    accept: (value) => isSecretValue(value, 'password', 'strict'),
    finds: ['docker login -u bob --password-stdin <<< "⟦vcpC7VXxk1⟧"', 'sudo -S id <<< ⟦vcpC7VXxk1⟧'],
    ignores: ['wc -c <<< vcpC7VXxk1', 'sudo -S id <<< "$PASSWORD"'],
  }),
  pattern({
    kind: 'piped-password',
    triggers: ['<(echo ', '<(printf '],
    begin: (text, at) =>
      /(?:pass|secret|token|key|cred)[\w-]{0,24}[= \t]{1,3}["']?$/i.test(text.slice(Math.max(0, at - 48), at))
        ? at
        : -1,
    pattern: /<\((?:echo|printf)[ \t]{1,4}(?:-n[ \t]{1,4})?["']?(?<v>[^\s"'`|;&<>()]{0,256})/,
    accept: (value) => isSecretValue(value, 'password', 'strict'),
    finds: ['rsync --password-file=<(echo ⟦vcpC7VXxk1⟧) a b'],
    ignores: ['diff <(echo vcpC7VXxk1) b', 'x --password-file=<(echo "$PW")'],
  }),
  pattern({
    kind: 'secret',
    // Commands that print nothing but a secret.
    triggers: ['initial-password', 'get-login-password', 'print-access-token', 'gh auth token', 'create token'],
    pattern: /[a-z][a-z -]{8,24}(?:[ \t]+[\w=-]{1,64}){0,6}[ \t]{1,8}(?<v>[^\s"'`]{8,4096})$/,
    partial: /[a-z][a-z -]{8,24}(?:[ \t]+[\w=-]{1,64}){0,6}[ \t]{0,8}(?<v>)$/,
    accept: (value) => isSecretValue(value, 'key', 'strict'),
    finds: ['argocd admin initial-password\n⟦kPq8mVnB4xT7Lz0W⟧\n'],
    ignores: ['kubectl create token --help', 'aws ecr get-login-password --region eu-west-1'],
  }),
  pattern({
    kind: 'secret',
    triggers: ['echo $', 'echo "$', 'echo "${', 'printenv ', 'configure get '],
    // The name, and the value on the next line.
    pattern:
      /(?:echo[ \t]["']?\$\{?|printenv[ \t]|configure get[ \t])(?<name>[\w.]{3,64})\}?["']?[ \t]{1,8}(?<v>[^\s"'`]{0,512})$/,
    partial: /(?:echo[ \t]["']?\$\{?|printenv[ \t]|configure get[ \t])[\w.]{3,64}\}?["']?[ \t]{0,8}(?<v>)$/,
    accept: (value, text, start) => {
      const kind = classOfName(/(\w+)\}?["']?[ \t]*$/.exec(text.slice(Math.max(0, start - 96), start))?.[1] ?? '');
      return kind !== undefined && kind !== 'faint' && isSecretValue(value, kind, 'strict');
    },
    finds: ['echo $DB_PASSWORD\n⟦vcpC7VXxk1⟧\n', 'aws configure get aws_secret_access_key\n⟦kPq8/2mVnB4xT7+Lz0Ws⟧\n'],
    ignores: ['echo $HOME\n/root\n', 'printenv PASSWORD_FILE\n/run/secrets/p1\n', 'echo $TOKEN_COUNT\n120\n'],
  }),
];

const takesInput = new RegExp(`(?:^|[\\s;&|(])(?:${sinks}|read[ \\t]+-\\w*s\\w*)[^|;&\\n]{0,100}$`);
