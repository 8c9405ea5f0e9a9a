// Plans for tests: said in a few words, with sound defaults for the rest.
import fc from 'fast-check';
import type { Dependency, DraftTask, Plan, TaskKey } from '../../../../src/core/plan/model.ts';
import type { Requirement, RequirementId } from '../../../../src/core/prd/model.ts';

export const key = (name: string): TaskKey => name as TaskKey;
export const requirementId = (name: string): RequirementId => name as RequirementId;

export interface TaskSketch extends Partial<Omit<DraftTask, 'key' | 'parent' | 'dependsOn' | 'estimate' | 'covers'>> {
  readonly parent?: string | null;
  /** Keys, or keys with a confidence. */
  readonly on?: readonly (string | readonly [string, number])[];
  readonly hours?: number;
  readonly covers?: readonly string[];
}

export function dependency(on: string, confidence = 0.5): Dependency {
  return {
    key: key(on),
    kind: 'stated',
    evidence: { quote: `after ${on}`, source: null, confidence, reason: `The document says so of ${on}.` },
  };
}

export function task(name: string, sketch: TaskSketch = {}): DraftTask {
  const { parent, on, hours, covers, ...rest } = sketch;
  return {
    key: key(name),
    title: `Build ${name}`,
    description: `What ${name} is for.`,
    acceptanceCriteria: [`${name} works`],
    complexity: 3,
    priority: 'medium',
    category: 'feature',
    tags: [],
    source: null,
    included: true,
    edited: [],
    ...rest,
    parent: parent === undefined || parent === null ? null : key(parent),
    dependsOn: (on ?? []).map((item) => (typeof item === 'string' ? dependency(item) : dependency(...item))),
    estimate: { hours: hours ?? 2, rule: 'set by the test' },
    covers: (covers ?? []).map(requirementId),
  };
}

export function requirement(name: string, rest: Partial<Requirement> = {}): Requirement {
  return {
    id: requirementId(name),
    text: `The product shall do ${name}.`,
    kind: 'functional',
    section: null,
    parent: null,
    form: 'item',
    source: { line: 1, column: 1, endLine: 1, endColumn: 10 },
    ...rest,
  };
}

export function plan(tasks: Readonly<Record<string, TaskSketch>>, rest: Partial<Plan> = {}): Plan {
  return planOf(
    Object.entries(tasks).map(([name, sketch]) => task(name, sketch)),
    rest,
  );
}

export function planOf(tasks: readonly DraftTask[], rest: Partial<Plan> = {}): Plan {
  return {
    title: 'A product',
    sourceFile: 'docs/prd.md',
    sourceHash: 'a'.repeat(64),
    planner: 'outline',
    sections: [],
    requirements: [],
    tasks,
    uncovered: [],
    ...rest,
  };
}

/** Plans of up to `size` tasks t0, t1, … with any hierarchy and any dependencies, cycles among them. */
export function arbitraryPlan(size: number, maxEdges: number): fc.Arbitrary<Plan> {
  return fc.integer({ min: 1, max: size }).chain((count) => {
    const place = fc.nat(count - 1);
    const parents = fc.tuple(
      ...Array.from({ length: count }, (_, index) =>
        index === 0 ? fc.constant(null) : fc.option(fc.nat(index - 1), { freq: 1 }),
      ),
    );
    const edges = fc.array(fc.record({ from: place, to: place, weight: fc.integer({ min: 1, max: 9 }) }), {
      maxLength: maxEdges,
    });
    const hours = fc.array(fc.integer({ min: 0, max: 8 }), { minLength: count, maxLength: count });
    return fc.tuple(parents, edges, hours).map(([parentOf, list, hoursOf]) =>
      planOf(
        parentOf.map((parent, index) =>
          task(`t${index}`, {
            parent: parent === null ? null : `t${parent}`,
            hours: hoursOf[index] ?? 0,
            on: distinct(list.filter(({ from, to }) => from === index && to !== index)).map(
              ({ to, weight }) => [`t${to}`, weight / 10] as const,
            ),
          }),
        ),
      ),
    );
  });
}

function distinct<Edge extends { readonly to: number }>(edges: readonly Edge[]): readonly Edge[] {
  return edges.filter((edge, index) => edges.findIndex(({ to }) => to === edge.to) === index);
}

/** The plan without the dependencies that `isCut` names. */
export function withoutEdges(whole: Plan, isCut: (from: TaskKey, to: TaskKey) => boolean): Plan {
  return {
    ...whole,
    tasks: whole.tasks.map((draft) => ({
      ...draft,
      dependsOn: draft.dependsOn.filter((edge) => !isCut(draft.key, edge.key)),
    })),
  };
}
