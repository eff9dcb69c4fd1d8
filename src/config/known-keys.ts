// Which keys may stand at a path of the configuration, read from its JSON Schema.
import { configJsonSchema } from './schema/config.ts';
import type { Path } from './yaml-file.ts';

interface SchemaNode {
  readonly properties?: Readonly<Record<string, SchemaNode>>;
  readonly items?: SchemaNode;
  readonly oneOf?: readonly SchemaNode[];
}

export function knownKeys(path: Path): readonly string[] {
  const nodes = path.reduce(
    (here, part) => here.flatMap((node) => step(node, part)),
    [configJsonSchema() as SchemaNode],
  );
  return [...new Set(nodes.flatMap(variants).flatMap((node) => Object.keys(node.properties ?? {})))];
}

function step(node: SchemaNode, part: string | number): SchemaNode[] {
  return variants(node).flatMap(
    ({ properties, items }) => (typeof part === 'number' ? items : properties?.[part]) ?? [],
  );
}

function variants(node: SchemaNode): readonly SchemaNode[] {
  return node.oneOf ?? [node];
}
