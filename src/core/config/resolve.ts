// The configuration in force: defaults, then the project's file, then one user's settings.
import type { ConfigPath } from './read.ts';
import { isRecord } from '../records.ts';
import { orchestrationSchema, type OrchestrationConfig } from './schema.ts';

export type ConfigOrigin = 'default' | 'file' | 'user';

/** One value in force, for `conductor config show`. */
export interface ConfigEntry {
  /** Dotted, below `orchestration`, e.g. "safety.max_task_duration". */
  readonly name: string;
  readonly value: unknown;
  readonly origin: ConfigOrigin;
}

type Values = Readonly<Record<string, unknown>>;

/** Both layers must have been checked (`readConfig`); later layers win, key by key. */
export function resolveConfig(
  file: Values,
  user: Values = {},
): { config: OrchestrationConfig; entries: readonly ConfigEntry[] } {
  const config = orchestrationSchema.parse(merge(file, user));
  const entries = leaves(config).map(([path, value]): ConfigEntry => {
    const origin = has(user, path) ? 'user' : has(file, path) ? 'file' : 'default';
    return { name: path.join('.'), value, origin };
  });
  return { config, entries };
}

function merge(base: Values, over: Values): Values {
  const merged: Record<string, unknown> = { ...base };
  for (const [key, value] of Object.entries(over)) {
    const below = merged[key];
    merged[key] = isRecord(value) && isRecord(below) ? merge(below, value) : value;
  }
  return merged;
}

function leaves(value: unknown, path: ConfigPath = []): [ConfigPath, unknown][] {
  if (!isRecord(value)) return [[path, value]];
  return Object.entries(value).flatMap(([key, child]) => leaves(child, [...path, key]));
}

function has(values: unknown, path: ConfigPath): boolean {
  const [first, ...rest] = path;
  if (first === undefined) return values !== undefined;
  return isRecord(values) && has(values[first], rest);
}
