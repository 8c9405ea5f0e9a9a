// Taskwerk's JSON import shape, checked item by item before anything is written.
import * as z from 'zod';
import { ConductorError } from '../core/errors.ts';
import type { BatchTask } from '../core/tasks/model.ts';
import { priorityNames, statusNames, toPriority, toStatus } from './flags.ts';

/** A key of an item that Conductor does not know; `index` counts from 0. */
export interface IgnoredKey {
  readonly index: number;
  readonly key: string;
}

export interface Batch {
  readonly tasks: readonly BatchTask[];
  readonly ignored: readonly IgnoredKey[];
}

/** Null means the same as absent, as in what Taskwerk exports. */
const optional = <T extends z.ZodType>(type: T) =>
  type
    .nullable()
    .optional()
    .transform((value) => value ?? undefined);

const flatObject = z.record(z.string(), z.unknown());
const status = z.string().transform((text, context) => toStatus(text) ?? refuse(context, `use one of ${statusNames}`));
const priority = z
  .string()
  .transform((text, context) => toPriority(text) ?? refuse(context, `use one of ${priorityNames}`));

function refuse(context: z.RefinementCtx, message: string): never {
  context.addIssue({ code: 'custom', message });
  return z.NEVER;
}

const itemSchema = z.object({
  id: optional(z.string().min(1)),
  name: z.string().trim().min(1, 'a task needs a name'),
  description: optional(z.string()),
  status: optional(status),
  priority: optional(priority),
  assignee: optional(z.string()),
  estimate: optional(z.number().nonnegative()),
  progress: optional(z.int().min(0).max(100)),
  parent_id: optional(z.string().min(1)),
  due_date: optional(z.string()),
  content: optional(z.string()),
  category: optional(z.string()),
  branch_name: optional(z.string()),
  metadata: optional(flatObject),
  context: optional(flatObject),
  tags: optional(z.array(z.string())),
  notes: optional(z.array(z.object({ note: z.string(), user: z.string().optional() }))),
  depends_on: optional(z.array(z.string().min(1))),
});

/** `name` is what the text is called in messages. Throws `task.invalid` with every problem in its details. */
export function parseBatch(text: string, name: string): Batch {
  const value = parseJson(text, name);
  const items = Array.isArray(value) ? (value as readonly unknown[]) : [value];
  const parsed = items.map((item) => itemSchema.safeParse(item));
  const problems = parsed.flatMap(({ error }, index) =>
    (error?.issues ?? []).map(({ path, message }) => ({ index, path: path.join('.'), message })),
  );
  const [first] = problems;
  if (first) {
    const more = problems.length === 1 ? '' : `, and ${problems.length - 1} more`;
    const place = first.path === '' ? '' : ` (${first.path})`;
    throw new ConductorError('task.invalid', `Item ${first.index + 1}${place} of ${name}: ${first.message}${more}.`, {
      remedy: 'Mend the file and import it again: nothing was written.',
      details: { problems },
    });
  }
  return { tasks: parsed.flatMap(({ data }) => (data ? [withoutAbsent(data)] : [])), ignored: findUnknown(items) };
}

function parseJson(text: string, name: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (error) {
    const reason = error instanceof Error ? error.message : String(error);
    throw new ConductorError('task.invalid', `${name} is not JSON: ${reason}.`, {
      remedy: 'Give a JSON array of objects, each with a "name".',
      cause: error,
    });
  }
}

/** Optional keys are left out where the type says so, rather than set to undefined. */
function withoutAbsent(item: z.output<typeof itemSchema>): BatchTask {
  return Object.fromEntries(Object.entries(item).filter(([, value]) => value !== undefined)) as unknown as BatchTask;
}

function findUnknown(items: readonly unknown[]): readonly IgnoredKey[] {
  return items.flatMap((item, index) =>
    Object.entries(item ?? {})
      .filter(([key, value]) => value !== null && !Object.hasOwn(itemSchema.shape, key))
      .map(([key]) => ({ index, key })),
  );
}
