// The command whose standard output is the statement's own: the last of a single pipeline.
import { type Command, type CommandNode, parse, type Redirection } from 'unbash';
import { findFlaws } from './flaws.ts';
import { refuseHidden } from './hygiene.ts';
import { isLiteralWord } from './literal-words.ts';

/** See `Language.lastCommand`. */
export function lastCommand(statement: string): readonly (string | null)[] | null {
  if (refuseHidden(statement) !== null) return null;
  const script = parse(statement);
  const [only, ...more] = script.commands;
  if ((script.errors?.length ?? 0) > 0 || only === undefined || more.length > 0 || only.background) return null;
  const { nested, open } = findFlaws(script);
  if (nested.length > 0 || open || only.command.type === 'AndOr') return null;
  const commands: readonly CommandNode[] = only.command.type === 'Pipeline' ? only.command.commands : [only.command];
  const last = commands.at(-1);
  if (!commands.every(isSimple) || last?.type !== 'Command' || last.redirects.some(takesOutput)) return null;
  return [last.name, ...last.args].map((word) => (word !== undefined && isLiteralWord(word) ? word.value : null));
}

function isSimple(node: CommandNode): node is Command {
  return node.type === 'Command' && node.name !== undefined;
}

function takesOutput({ type, operator, descriptor }: Redirection): boolean {
  if (type !== 'Redirect') return false;
  if (descriptor === undefined) return operator.includes('>') && operator !== '<>';
  return descriptor.type === 'FileDescriptorVariable' || descriptor.value === 1;
}
