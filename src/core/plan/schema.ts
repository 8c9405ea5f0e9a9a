// The zod schema of a stored plan: the border between the database and the core.
import * as z from 'zod';
import { ConductorError } from '../errors.ts';
import type { Span } from '../prd/document.ts';
import type { Requirement, Section } from '../prd/model.ts';
import {
  EDITABLE_FIELDS,
  type AnsweredQuestion,
  type Dependency,
  type DraftTask,
  type Estimate,
  type Evidence,
  type Plan,
  type PlanFault,
  type Uncovered,
} from './model.ts';
import { hierarchyProblem } from './tree.ts';

/** All fields of a type, each with a schema of its very type: a field added to the model must be added here. */
type ShapeOf<Type> = { readonly [Field in keyof Type]-?: z.ZodType<Type[Field]> };

const name = <Name extends string>(): z.ZodType<Name> =>
  z.custom<Name>((value) => typeof value === 'string' && value !== '', 'expected a name');
const natural = z.int().min(0);

const span = z.strictObject({
  line: natural,
  column: natural,
  endLine: natural,
  endColumn: natural,
  page: natural.exactOptional(),
} satisfies ShapeOf<Span>);

const priority = z.enum(['critical', 'high', 'medium', 'low']);

const section = z.strictObject({
  id: z.string(),
  title: z.string(),
  number: z.string().exactOptional(),
  level: natural,
  role: z.enum([
    'feature',
    'context',
    'non-functional',
    'constraints',
    'goals',
    'out-of-scope',
    'future',
    'rejected',
    'phase',
    'risks',
    'glossary',
    'examples',
  ]),
  parent: z.string().nullable(),
  span,
  text: z.string(),
} satisfies ShapeOf<Section>);

const requirement = z.strictObject({
  id: name<Requirement['id']>(),
  text: z.string(),
  kind: z.enum(['functional', 'non-functional', 'constraint', 'out-of-scope', 'assumption', 'goal']),
  priority: priority.exactOptional(),
  section: z.string().nullable(),
  parent: name<Requirement['id']>().nullable(),
  label: z.string().exactOptional(),
  done: z.boolean().exactOptional(),
  estimate: z.strictObject({ hours: z.number().min(0), words: z.string() }).exactOptional(),
  criterion: z.literal(true).exactOptional(),
  form: z.enum(['item', 'table', 'numbered', 'story', 'ears', 'modal', 'sentence']),
  source: span,
} satisfies ShapeOf<Requirement>);

const evidence = z.strictObject({
  quote: z.string(),
  source: span.nullable(),
  confidence: z.number().min(0).max(1),
  reason: z.string(),
} satisfies ShapeOf<Evidence>);

const dependency = z.strictObject({
  key: name<DraftTask['key']>(),
  kind: z.enum(['stated', 'phase', 'entity', 'layer', 'manual']),
  evidence,
} satisfies ShapeOf<Dependency>);

const estimate = z.strictObject({ hours: z.number().min(0), rule: z.string() } satisfies ShapeOf<Estimate>);

const task = z.strictObject({
  key: name<DraftTask['key']>(),
  title: z.string().min(1).max(255),
  description: z.string(),
  parent: name<DraftTask['key']>().nullable(),
  dependsOn: z.array(dependency),
  acceptanceCriteria: z.array(z.string()),
  estimate,
  complexity: z.number().min(1).max(10),
  priority,
  category: z.string(),
  tags: z.array(z.string()),
  covers: z.array(name<Requirement['id']>()),
  source: span.nullable(),
  included: z.boolean(),
  edited: z.array(z.enum([...EDITABLE_FIELDS, 'all'])),
  testStrategy: z.string().exactOptional(),
  risks: z.array(z.string()).exactOptional(),
  attention: z.string().exactOptional(),
} satisfies ShapeOf<DraftTask>);

const planSchema: z.ZodType<Plan> = z.strictObject({
  title: z.string(),
  sourceFile: z.string(),
  sourceHash: z.string(),
  planner: z.enum(['outline', 'model']),
  sections: z.array(section),
  requirements: z.array(requirement),
  tasks: z.array(task),
  uncovered: z.array(
    z.strictObject({ id: name<Requirement['id']>(), reason: z.string() } satisfies ShapeOf<Uncovered>),
  ),
  deletedHeadings: z.array(z.string()).exactOptional(),
  answers: z
    .array(z.strictObject({ question: z.string(), answer: z.string() } satisfies ShapeOf<AnsweredQuestion>))
    .exactOptional(),
  decisions: z.array(z.string()).exactOptional(),
  faults: z
    .array(
      z.strictObject({ key: name<DraftTask['key']>().nullable(), message: z.string() } satisfies ShapeOf<PlanFault>),
    )
    .exactOptional(),
  unfinishedRun: z.string().exactOptional(),
} satisfies ShapeOf<Plan>);

/** Throws ConductorError `plan.invalid` for a stored plan that is damaged. */
export function parseStoredPlan(json: string): Plan {
  const parsed = planSchema.safeParse(parseJson(json));
  if (!parsed.success) throw damaged(describeIssue(parsed.error.issues[0]));
  const problem = hierarchyProblem(parsed.data.tasks);
  if (problem !== null) throw damaged(problem);
  return parsed.data;
}

export function formatStoredPlan(plan: Plan): string {
  return JSON.stringify(plan);
}

function parseJson(json: string): unknown {
  try {
    return JSON.parse(json);
  } catch (error) {
    throw damaged('it is not JSON', error);
  }
}

function describeIssue(issue: z.core.$ZodIssue | undefined): string {
  const path = issue?.path.map(String).join('.') ?? '';
  return `at "${path}": ${issue?.message ?? 'something is wrong'}`;
}

function damaged(what: string, cause?: unknown): ConductorError {
  return new ConductorError('plan.invalid', `The stored plan is damaged: ${what}.`, {
    cause,
    remedy: { text: 'Decompose the PRD again.', command: 'conductor.plan.decompose' },
  });
}
