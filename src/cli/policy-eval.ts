// `ostiary policy eval`: lines in, verdicts out, as JSON lines in the same order. Each row is a fresh session; nothing
// of a row ever touches the file system.
import { once } from 'node:events';
import { type Command, Option } from 'commander';
import { type Circumstances, questionOf } from '../policy/context.ts';
import { addPlaceOptions, circumstancesWith, type LoadedPolicy, loadPolicy, type PlaceOptions } from './policy-file.ts';

interface Options extends PlaceOptions {
  readonly config?: string;
  readonly policy?: string;
  readonly language: 'bash' | 'sql';
}

export function registerPolicyEval(policy: Command): void {
  const command = policy
    .command('eval')
    .description('judge lines: {"id","line"} per line on stdin, {"id","decision","rules","effects"} per line on stdout')
    .option('--policy <file>', 'the policy; that of ostiary.yaml where none is named')
    .addOption(new Option('--language <name>', 'how the lines are read').choices(['bash', 'sql']).default('bash'));
  addPlaceOptions(command).action((_: unknown, self: Command) => evaluate(self.optsWithGlobals()));
}

async function evaluate(options: Options): Promise<void> {
  const policy = loadPolicy(options.policy, options.config);
  const circumstances = circumstancesWith(policy, options);
  const judge = options.language === 'sql' ? askAlways : (line: string) => judgeLine(line, policy, circumstances);
  for await (const rows of readRows(process.stdin)) {
    const answers = rows.map((row) => answer(row, judge));
    if (answers.some((result) => 'error' in result)) process.exitCode = 1;
    const text = answers.map((result) => `${JSON.stringify(result)}\n`).join('');
    if (text !== '' && !process.stdout.write(text)) await once(process.stdout, 'drain');
  }
}

/** Whole lines as they arrive, a list per chunk; blank lines are left out. */
async function* readRows(input: AsyncIterable<Uint8Array>): AsyncGenerator<readonly string[]> {
  const decoder = new TextDecoder();
  let rest = '';
  for await (const chunk of input) {
    const lines = (rest + decoder.decode(chunk, { stream: true })).split('\n');
    rest = lines.pop() as string;
    yield lines.filter((line) => line.trim() !== '');
  }
  rest += decoder.decode();
  if (rest.trim() !== '') yield [rest];
}

type Answer = { readonly id: unknown } & (object | { readonly error: string });

function answer(row: string, judge: (line: string) => object): Answer {
  let id: unknown = null;
  try {
    const data: unknown = JSON.parse(row);
    if (typeof data !== 'object' || data === null || Array.isArray(data)) throw new Error('the row is no JSON object');
    if ('id' in data) id = data.id;
    if (!('line' in data) || typeof data.line !== 'string') throw new Error('the row has no text `line`');
    return { id, ...judge(data.line) };
  } catch (error) {
    return { id, error: error instanceof Error ? error.message : String(error) };
  }
}

function judgeLine(line: string, policy: LoadedPolicy, circumstances: Circumstances): object {
  const { decision, rules, say, redact, effects } = policy.explain(questionOf(line, circumstances, policy.language));
  const judged = effects.map(({ effect, decision, rules }) => ({ ...effect, decision, rules }));
  return { decision, rules, ...(say && { say }), ...(redact && { redact }), effects: judged };
}

// Until SQL is read, a person looks at every statement.
function askAlways(): object {
  return { decision: 'ask', rules: ['built-in:sql'], say: 'SQL is not read yet', effects: [] };
}
