// What is wrong in a configuration, in sentences that name the place and the fix.
import type { z } from 'zod';
import { hint } from '../policy/findings.ts';
import type { Path, YamlFile } from './yaml-file.ts';

export interface Finding {
  readonly path: Path;
  /** What is wrong and what to do about it. */
  readonly text: string;
  readonly warning?: true;
}

/** `ostiary.yaml:12:5: targets[0].user: …`, one line each, in the order of the file. */
export function formatFindings(file: string, yaml: YamlFile, findings: readonly Finding[]): string[] {
  return findings
    .map((finding) => ({ ...finding, ...yaml.find(finding.path) }))
    .sort((a, b) => a.line - b.line || a.column - b.column)
    .map(({ line, column, path, text, warning }) => {
      const where = path.length === 0 ? '' : `${formatPath(path)}: `;
      return `${file}:${line}:${column}: ${warning ? 'warning: ' : ''}${where}${text}`;
    });
}

function formatPath(path: Path): string {
  return path.map((part, index) => (typeof part === 'number' ? `[${part}]` : index === 0 ? part : `.${part}`)).join('');
}

/** Says in our words what zod found. `keysAt` gives the keys that may stand at a path, `value` is the data itself. */
export function findingsOf(error: z.ZodError, value: unknown, keysAt: (path: Path) => readonly string[]): Finding[] {
  return error.issues.flatMap((issue): Finding[] => {
    const path = issue.path as Path;
    const found = valueAt(value, path);
    if (issue.code === 'unrecognized_keys') {
      return issue.keys.map((key) => ({ path: [...path, key], text: `unknown key${hint(key, keysAt(path))}` }));
    }
    if (found === undefined && path.length > 0) {
      const text = issue.message.startsWith('is missing; ') ? issue.message : `is missing${choices(issue)}`;
      return [{ path, text }];
    }
    if (issue.code === 'invalid_union' && !issue.message.startsWith('Invalid')) {
      return [{ path, text: `cannot be ${JSON.stringify(found)}; ${issue.message}` }];
    }
    if (issue.code === 'invalid_value' || issue.code === 'invalid_union') {
      return [{ path, text: `cannot be ${JSON.stringify(found)}${choices(issue)}` }];
    }
    if (issue.code === 'invalid_type' && issue.message.startsWith('Invalid input')) {
      return [{ path, text: `must be ${kindNames[issue.expected] ?? issue.expected}, not ${JSON.stringify(found)}` }];
    }
    return [{ path, text: issue.message }];
  });
}

const kindNames: Readonly<Record<string, string>> = { object: 'keys and values', array: 'a list', string: 'a text' };

function choices(issue: z.core.$ZodIssue): string {
  const values = issue.code === 'invalid_value' ? issue.values : 'options' in issue ? issue.options : null;
  if (!Array.isArray(values)) return '';
  return values.length === 1 ? `; write \`${String(values[0])}\`` : `; choose one of ${values.map(String).join(', ')}`;
}

function valueAt(value: unknown, path: Path): unknown {
  return path.reduce<unknown>((inner, part) => (inner as Record<string | number, unknown> | null)?.[part], value);
}
