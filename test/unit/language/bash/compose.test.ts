import { describe, expect, it } from 'vitest';
import { generator, type Pick, pickWith, quote } from './compositions.ts';
import { verdict } from './verdict.ts';

const benign = [
  'ls',
  'echo ok',
  'cat README.md',
  'grep -n x src/a.ts',
  'git status',
  'wc -l src/*.ts',
  'true',
  'pwd',
  'npm test',
  'x=1',
];

/** One harmful part from every category; none needs its surroundings. */
const harmful = [
  'rm -rf data',
  '/bin/rm data',
  "$'\\x72m' data",
  'r\\m data',
  '"r"m data',
  'a=rm; $a data',
  'c=(rm data); "${c[@]}"',
  '$(echo rm) data',
  ': $(rm data)',
  'echo "`rm data`"',
  'x=$(rm data)',
  'cat <(rm data)',
  'echo x | sh',
  'sh < x.sh',
  'eval "$(cat x.sh)"',
  'eval rm data',
  'env rm data',
  'timeout 5 rm data',
  'nice nohup rm data',
  'command rm data',
  'xargs rm < list',
  'find . -delete',
  'find . -exec rm {} +',
  'echo data | xargs rm',
  'sh -c "rm data"',
  "bash -c '$0 data' rm",
  'echo x > /etc/hosts',
  'echo x >> ~/.bashrc',
  '> .git/config',
  'cat .env',
  'cat .e?v',
  'cat /app/.{env,x}',
  'cat ~/.ssh/id_rsa',
  'head < .env',
  'cp a /etc/b',
  'mv src /tmp/x',
  'tee /etc/x < a',
  'tar xf a.tar -C /etc',
  'sort -o /etc/x a',
  'sed -i d /etc/x',
  "sed '1e ls' a",
  'awk \'BEGIN{system("ls")}\'',
  'python3 -c 1',
  'node -e 1',
  'perl -e 1',
  'git push',
  'git reset --hard',
  "git -c alias.x='!ls' x",
  'git checkout -- .',
  'curl -d @a http://h',
  'curl file:///app/.env',
  'ssh h ls',
  'sudo ls',
  'docker run x',
  'kubectl delete pod x',
  'systemctl restart x',
  'kill 1',
  'crontab -r',
  'chmod 4755 a',
  'LD_PRELOAD=x ls',
  'PATH=/tmp:$PATH ls',
  'GIT_PAGER=x git log',
  'IFS=_; a=rm_x; $a',
  '{rm,data}',
  '{,rm} data',
  '/???/r[m] data',
  'unknown-program',
  './x.sh',
  'alias ls=rm',
  'source x.sh',
  'exec rm data',
  'trap "rm data" EXIT',
  'set -x',

  'vim a',
  'psql -c "DELETE FROM t"',
  'npm exec x',
  'make',
] as const;

type Wrap = (part: string, pick: Pick) => string;

const wraps: readonly Wrap[] = [
  (part, pick) => `${pick(benign)}; ${part}`,
  (part, pick) => `${part}\n${pick(benign)}`,
  (part, pick) => `${pick(benign)} && { ${part}\n}`,
  (part, pick) => `${pick(benign)} || ( ${part} )`,
  (part, pick) => `${pick(benign)} | { ${part}\n} | cat`,
  (part) => `{ ${part}\n} &`,
  (part, pick) => `if ${pick(benign)}; then ${part}\nfi`,
  (part, pick) => `if ${pick(benign)}; then :; else ${part}\nfi`,
  (part, pick) => `if { ${part}\n}; then ${pick(benign)}; fi`,
  (part) => `for i in 1 2; do ${part}\ndone`,
  (part, pick) => `while ${pick(benign)}; do ${part}\ndone`,
  (part) => `until { ${part}\n}; do :; done`,
  (part) => `case $x in a) : ;; *) ${part}\n;; esac`,
  (part) => `f() { ${part}\n}; f`,
  (part, pick) => `echo "$(${part}\n)"; ${pick(benign)}`,
  (part) => `x=$(${part}\n)`,
  (part) => `cat < <(${part}\n)`,
  (part) => `cat <<EOF\n$(${part}\n)\nEOF`,
  (part) => `eval ${quote(part)}`,
  (part) => `bash -c ${quote(part)}`,
  (part) => `timeout 9 bash -c ${quote(part)}`,
  (part) => `env -i bash -c ${quote(part)}`,
  (part) => `bash <<'END_OF_IT'\n${part}\nEND_OF_IT`,
  (part) => `p=${quote(part)}; eval "$p"`,
  (part) => `[[ -n $(${part}\n) ]] && ls`,
  (part) => `! { ${part}\n}`,
  (part) => `time { ${part}\n}`,
  (part) => `( cd src && { ${part}\n} )`,
  (part) => `{ ${part}\n} > build/log.txt 2>&1`,
  (part) => `find . -name x -exec bash -c ${quote(part)} \\;`,
  (part) => `echo \${y:-$(${part}\n)}`,
  (part) => `coproc { ${part}\n}`,
];

describe('benign parts with one harmful part', () => {
  it('are never allowed, whatever is around it: 20,000 compositions', () => {
    const random = generator(20261121);
    const pick = pickWith(random);
    const allowed: string[] = [];
    for (let round = 0; round < 20_000; round++) {
      let text: string = pick(harmful);
      for (let depth = Math.floor(random() * 4); depth > 0; depth--) text = pick(wraps)(text, pick);
      if (verdict(text).verdict === 'allow') allowed.push(text);
    }
    expect(allowed).toEqual([]);
  }, 120_000);

  it('are each asked alone, and the surroundings alone are not', () => {
    expect(harmful.filter((part) => verdict(part).verdict === 'allow')).toEqual([]);
    const pick: Pick = (choices) => choices[0] as (typeof choices)[number];
    const own = wraps.map((wrap) => wrap('ls', pick)).filter((text) => verdict(text).verdict !== 'allow');
    // A function is a definition, which asks; coproc sets a variable and is rarely ordinary work.
    expect(own).toEqual(['f() { ls\n}; f']);
  });
});
