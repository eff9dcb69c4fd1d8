// Reading and judging a statement: how long a decision takes, and the start of the engine.
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { bash } from '../../src/language/bash/bash.ts';
import { circumstancesOf, questionOf } from '../../src/policy/context.ts';
import { createPolicy } from '../../src/policy/create-policy.ts';
import { policyLanguage } from '../../src/policy-language.ts';
import { redactionConfig } from '../../src/redaction/config.ts';
import { median, printTable } from './measure.ts';

const fixtures = new URL('../fixtures/', import.meta.url);

/** What agents send as scripts: mostly plain commands, now and then a condition and a loop. */
const setupScript = `set_dir=build
mkdir -p "$set_dir/out"
cp -r src/assets "$set_dir/out/"
git status --short
grep -rn "TODO" src --include='*.ts' | head -20
npm run build 2>&1 | tail -5
echo "built $(date -u +%F)" > "$set_dir/stamp"
if [ -f "$set_dir/stamp" ]; then cat "$set_dir/stamp"; fi
for f in src/a.ts src/b.ts; do wc -l "$f"; done
ls -la "$set_dir" | sort -k5 -n | tail -3
cat package.json | head -40
sed -n 1,20p README.md
git log --oneline -5
find src -name '*.test.ts' | wc -l
`;

export async function benchPolicy(): Promise<void> {
  const policy = createPolicy(readFileSync(new URL('policy/evaluation.yaml', fixtures), 'utf8'));
  const place = circumstancesOf(policy.context);
  const rows = readFileSync(new URL('gate/corpus.jsonl', fixtures), 'utf8').trimEnd().split('\n');
  const lines = rows.map((row) => (JSON.parse(row) as { line: string }).line).filter((line) => line.length <= 4096);
  const language = policyLanguage(redactionConfig.parse({}));
  const judge = (line: string) => policy.judge(questionOf(line, place, language));
  const microsOf = (line: string) => {
    const began = performance.now();
    judge(line);
    return (performance.now() - began) * 1000;
  };

  for (let warm = 0; warm < 5; warm += 1) lines.forEach(judge);
  const rounds = 10;
  const samples = Array.from({ length: rounds }, () => lines.map(microsOf))
    .flat()
    .sort((a, b) => a - b);
  const whole = setupScript.repeat(Math.ceil(20_000 / setupScript.length));
  const statements = bash.split(whole, true).statements;
  const scripts = Array.from({ length: 9 }, () => statements.map(microsOf).reduce((sum, micros) => sum + micros, 0));
  const start = () => {
    const began = performance.now();
    execFileSync(process.execPath, ['-e', `import('${new URL('../../dist/language/bash/bash.js', import.meta.url)}')`]);
    return performance.now() - began;
  };
  const bare = () => {
    const began = performance.now();
    execFileSync(process.execPath, ['-e', '0']);
    return performance.now() - began;
  };
  const starts = Array.from({ length: 5 }, () => start() - bare());

  console.log(
    `\npolicy decision: analysis, search for secrets and judgement, ${lines.length} lines ≤ 4 KiB, ${rounds} rounds`,
  );
  printTable([
    ['', 'measured', 'goal'],
    ['p50', `${at(samples, 0.5).toFixed(1)} µs`, '< 25 µs'],
    ['p99', `${(at(samples, 0.99) / 1000).toFixed(2)} ms`, '< 2 ms'],
    ['slowest', `${(at(samples, 1) / 1000).toFixed(2)} ms`, ''],
    [
      `script of ${whole.length} bytes, ${statements.length} statements`,
      `${(median(scripts) / 1000).toFixed(1)} ms`,
      '< 10 ms',
    ],
    ['start of the engine (with its proofs)', `${median(starts).toFixed(0)} ms`, '< 150 ms'],
  ]);
}

function at(sorted: readonly number[], share: number): number {
  return sorted[Math.min(sorted.length - 1, Math.floor(share * sorted.length))] ?? Number.NaN;
}
