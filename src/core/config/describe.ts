// What can be configured, read off the schema: for completion, hover, `conductor config` and the documentation's table.
import * as z from 'zod';
import { orchestrationSchema } from './schema.ts';

export interface ConfigKey {
  /** Dotted, below `orchestration`; an agent's name is `*`. */
  readonly name: string;
  readonly description: string;
  /** In words, e.g. "true or false", "number", "auto, outline or model". */
  readonly type: string;
  /** As YAML would show it; absent where there is none. */
  readonly default?: string;
  readonly choices: readonly string[];
}

interface JsonNode {
  readonly type?: string;
  readonly description?: string;
  readonly default?: unknown;
  readonly enum?: readonly string[];
  readonly properties?: Readonly<Record<string, JsonNode>>;
  readonly additionalProperties?: JsonNode | boolean;
}

/** Every key that holds a value, in the order of the schema. */
export function configKeys(): readonly ConfigKey[] {
  return collect(z.toJSONSchema(orchestrationSchema, { io: 'input' }) as JsonNode, []);
}

function collect(node: JsonNode, path: readonly string[]): ConfigKey[] {
  if (node.properties) {
    return Object.entries(node.properties).flatMap(([name, child]) => collect(child, [...path, name]));
  }
  if (typeof node.additionalProperties === 'object') return collect(node.additionalProperties, [...path, '*']);
  const choices = node.enum ?? (node.type === 'boolean' ? ['true', 'false'] : []);
  return [
    {
      name: path.join('.'),
      description: node.description ?? '',
      type: typeInWords(node),
      choices,
      ...(node.default === undefined ? {} : { default: JSON.stringify(node.default) }),
    },
  ];
}

function typeInWords(node: JsonNode): string {
  if (node.enum) return node.enum.join(', ');
  if (node.type === 'boolean') return 'true or false';
  if (node.type === 'array') return 'list';
  return node.type ?? 'value';
}
