// Reads a policy file: YAML with positions, its shape, then what the shape cannot say. All findings at once.
import { LineCounter, parseDocument } from 'yaml';
import { checkDocument } from './check.ts';
import { explainIssue, type Finding, type Path, type Problem } from './findings.ts';
import { type PolicyDocument, policyJsonSchema, policySchema } from './schema.ts';

export type Parsed =
  | { readonly kind: 'parsed'; readonly document: PolicyDocument }
  | { readonly kind: 'invalid'; readonly findings: readonly Finding[] };

export function parsePolicy(text: string): Parsed {
  const lines = new LineCounter();
  const yaml = parseDocument(text, { lineCounter: lines, prettyErrors: false, version: '1.2', merge: false });
  const at = (offset: number, message: string): Finding => {
    const { line, col } = lines.linePos(offset);
    return { line, column: col, message };
  };
  if (yaml.errors.length > 0) {
    return invalid(yaml.errors.map((error) => at(error.pos[0], firstLine(error.message))));
  }
  const locate = (problem: Problem): Finding => at(offsetOf(yaml.contents, problem), problem.message);
  let data: unknown;
  try {
    data = yaml.toJS({ maxAliasCount: 100 });
  } catch {
    return invalid([locate({ path: [], message: 'has too many aliases' })]);
  }
  const result = policySchema.safeParse(data, { reportInput: true });
  if (!result.success) {
    const found = result.error.issues.flatMap((issue) => explainIssue(issue, keysAt));
    return invalid(found.map(locate));
  }
  const problems = checkDocument(result.data);
  if (problems.length > 0) return invalid(problems.map(locate));
  return { kind: 'parsed', document: result.data };
}

function invalid(findings: readonly Finding[]): Parsed {
  return { kind: 'invalid', findings: [...findings].sort((a, b) => a.line - b.line || a.column - b.column) };
}

function firstLine(message: string): string {
  return message.split('\n')[0] as string;
}

interface Node {
  readonly range?: readonly [number, number, number] | null;
  readonly items?: readonly unknown[];
  readonly key?: Node & { readonly value?: unknown };
  readonly value?: Node;
}

// Walks down as far as the path exists.
function offsetOf(root: unknown, { path, onKey = false }: Problem): number {
  let node = root as Node | null;
  let offset = node?.range?.[0] ?? 0;
  for (const [index, step] of path.entries()) {
    const items = node?.items ?? [];
    const pair = typeof step === 'number' ? null : (items as Node[]).find((item) => item.key?.value === step);
    const next = typeof step === 'number' ? (items[step] as Node | undefined) : pair?.value;
    const wanted = onKey && index === path.length - 1 ? pair?.key : next;
    offset = wanted?.range?.[0] ?? offset;
    if (!next) break;
    node = next;
  }
  return offset;
}

interface Shape {
  readonly properties?: Readonly<Record<string, Shape>>;
  readonly items?: Shape;
  readonly additionalProperties?: Shape | boolean;
  readonly anyOf?: readonly Shape[];
}

/** The keys the schema knows at a path, through lists, records and alternatives. */
function keysAt(path: Path): readonly string[] {
  let shapes: readonly Shape[] = [policyJsonSchema() as Shape];
  const widen = (shape: Shape): readonly Shape[] => [shape, ...(shape.anyOf ?? []).flatMap(widen)];
  for (const step of path) {
    shapes = shapes
      .flatMap(widen)
      .flatMap((shape) => {
        const further = typeof shape.additionalProperties === 'object' ? shape.additionalProperties : undefined;
        return [typeof step === 'number' ? shape.items : (shape.properties?.[String(step)] ?? further)];
      })
      .filter((shape) => shape !== undefined);
  }
  return shapes.flatMap(widen).flatMap((shape) => Object.keys(shape.properties ?? {}));
}
