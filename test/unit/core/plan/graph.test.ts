import assert from 'node:assert/strict';
import { createRequire } from 'node:module';
import fc from 'fast-check';
import { analyzePlan, findCycles, type Edge } from '../../../../src/core/plan/graph.ts';
import { componentsOf } from '../../../../src/core/plan/graph/components.ts';
import { networkOf } from '../../../../src/core/plan/graph/network.ts';
import type { Plan } from '../../../../src/core/plan/model.ts';
import { edgesOf, edgesOnCycles, isAcyclic, longestHours, naiveGraph, reachability } from './graph/naive.ts';
import { arbitraryPlan, key, plan, planOf, task, withoutEdges } from './planBuilder.ts';

const has = (edges: readonly Edge[], from: string, to: string): boolean =>
  edges.some((edge) => edge.from === from && edge.to === to);
const weightOf = (whole: Plan, edges: readonly Edge[]): number =>
  edges.reduce((sum, { from, to }) => {
    const edge = whole.tasks.find(({ key }) => key === from)?.dependsOn.find((candidate) => candidate.key === to);
    return sum + Math.round((edge?.evidence.confidence ?? 0) * 10);
  }, 0);
const without = (whole: Plan, edges: readonly Edge[]): Plan => withoutEdges(whole, (from, to) => has(edges, from, to));
/** Some acyclic plan: the given one with its cycles cut. */
const acyclic = (whole: Plan): Plan =>
  without(
    whole,
    findCycles(whole).flatMap(({ cut }) => cut),
  );

describe('analyzePlan', () => {
  describe('cycles', () => {
    it('names the members of a cycle and the weakest edge to cut', () => {
      const { cycles, order, waves } = analyzePlan(
        plan({ a: { on: [['c', 0.9]] }, b: { on: [['a', 0.2]] }, c: { on: [['b', 0.8]] }, d: { on: ['c'] } }),
      );
      assert.deepEqual(cycles, [{ members: ['a', 'b', 'c'], cut: [{ from: 'b', to: 'a' }], isSmallest: true }]);
      assert.deepEqual([order, waves], [[], []]);
    });

    it('takes a dependency on an ancestor or a descendant for a cycle', () => {
      assert.deepEqual(findCycles(plan({ a: {}, b: { parent: 'a', on: ['a'] } })), [
        { members: ['a', 'b'], cut: [{ from: 'b', to: 'a' }], isSmallest: true },
      ]);
      assert.deepEqual(findCycles(plan({ a: { on: ['c'] }, b: { parent: 'a' }, c: { parent: 'b' } })), [
        { members: ['a', 'c'], cut: [{ from: 'a', to: 'c' }], isSmallest: true },
      ]);
    });

    it('finds a cycle that runs through the hierarchy and leaves bystanders out', () => {
      const cycles = findCycles(
        plan({ p: { on: [['x', 0.3]] }, c: { parent: 'p' }, other: { parent: 'p' }, x: { on: [['c', 0.7]] } }),
      );
      assert.deepEqual(cycles, [{ members: ['p', 'c', 'x'], cut: [{ from: 'p', to: 'x' }], isSmallest: true }]);
    });

    it('passes over excluded tasks, unknown ones and self-edges', () => {
      const { cycles, order } = analyzePlan(
        plan({ a: { on: ['b', 'a', 'nobody'] }, b: { on: ['a'], included: false }, c: { on: ['b'] } }),
      );
      assert.deepEqual([cycles, order], [[], ['a', 'c']]);
    });

    it('is complete, exact, and cuts the lightest set, as brute force says', () => {
      fc.assert(
        fc.property(arbitraryPlan(7, 10), (whole) => {
          const cycles = findCycles(whole);
          const onCycles = edgesOnCycles(whole);
          const members = new Set(cycles.flatMap((cycle) => cycle.members));
          assert.deepEqual(
            members,
            new Set(
              whole.tasks
                .map(({ key }) => key)
                .filter((name) => onCycles.some(({ from, to }) => from === name || to === name)),
            ),
          );
          const cut = cycles.flatMap((cycle) => cycle.cut);
          assert.ok(isAcyclic(without(whole, cut)));
          let lightest = Infinity;
          for (let bits = 0; bits < 1 << onCycles.length; bits++) {
            const some = onCycles.filter((_, index) => bits & (1 << index));
            const weight = weightOf(whole, some);
            if (weight < lightest && isAcyclic(without(whole, some))) lightest = weight;
          }
          assert.equal(weightOf(whole, cut), lightest);
        }),
        { numRuns: 150 },
      );
    });

    it('cuts large knots well: nothing in the cut could stay', () => {
      fc.assert(
        fc.property(arbitraryPlan(40, 160), (whole) => {
          const cycles = findCycles(whole);
          const cut = cycles.flatMap((cycle) => cycle.cut);
          assert.ok(isAcyclic(without(whole, cut)));
          for (const { members, isSmallest } of cycles) assert.equal(isSmallest, members.length <= 12);
          for (const edge of cut)
            assert.ok(
              !isAcyclic(
                without(
                  whole,
                  cut.filter((other) => other !== edge),
                ),
              ),
            );
        }),
        { numRuns: 25 },
      );
    });

    it('finds the components that graphlib finds', () => {
      // graphlib's declaration file does not resolve under this module resolution, so only what is used is typed.
      const graphlib = createRequire(import.meta.url)('@dagrejs/graphlib') as {
        Graph: new () => { setNode(name: string): void; setEdge(from: string, to: string): void };
        alg: { tarjan(graph: unknown): string[][] };
      };
      fc.assert(
        fc.property(arbitraryPlan(30, 60), ({ tasks }) => {
          const { arcs } = networkOf(
            tasks.map(({ key, parent, dependsOn }) => ({
              key,
              parent,
              hours: 1,
              waitsFor: dependsOn.map((edge) => ({ key: edge.key, weight: 1 })),
            })),
          );
          const components = componentsOf(arcs);
          const graph = new graphlib.Graph();
          components.forEach((_, node) => graph.setNode(String(node)));
          components.forEach((_, node) => {
            for (const target of arcs.targets.subarray(arcs.offsets[node], arcs.offsets[node + 1])) {
              graph.setEdge(String(node), String(target));
            }
          });
          const groups = new Map<number, string[]>();
          components.forEach((component, node) => {
            groups.set(component, [...(groups.get(component) ?? []), String(node)]);
          });
          const sorted = (list: Iterable<string[]>): string[] =>
            Array.from(list, (group) => group.sort().join()).sort();
          assert.deepEqual(sorted(groups.values()), sorted(graphlib.alg.tarjan(graph)));
        }),
        { numRuns: 50 },
      );
    });
  });

  describe('redundant edges', () => {
    it('names an edge that another way implies, also through a parent', () => {
      const { redundant } = analyzePlan(
        plan({
          a: {},
          b: { on: ['a'] },
          c: { on: ['a', 'b'] },
          epic: { on: ['a'] },
          leaf: { parent: 'epic', on: ['a'] },
          end: { on: ['epic', 'leaf'] },
        }),
      );
      assert.deepEqual(redundant, [
        { from: 'c', to: 'a' },
        { from: 'leaf', to: 'a' },
        { from: 'end', to: 'leaf' },
      ]);
    });

    it('keeps what must wait for what, and leaves nothing more to remove', () => {
      fc.assert(
        fc.property(arbitraryPlan(14, 40).map(acyclic), (whole) => {
          const { redundant } = analyzePlan(whole);
          const reduced = without(whole, redundant);
          assert.deepEqual(reachability(naiveGraph(reduced)), reachability(naiveGraph(whole)));
          const all = reachability(naiveGraph(reduced));
          for (const { from, to } of edgesOf(reduced)) {
            const less = reachability(naiveGraph(without(reduced, [{ from, to }])));
            assert.notDeepEqual(less, all, `${from} → ${to} could go as well`);
          }
        }),
        { numRuns: 60 },
      );
    });

    it('looks at more tasks than fit one pass', () => {
      const many = Array.from({ length: 3000 }, (_, index) =>
        task(`t${index}`, { on: [index - 1, index - 2].filter((on) => on >= 0).map((on) => `t${on}`) }),
      );
      assert.equal(analyzePlan(planOf(many)).redundant.length, 2998);
    });
  });

  describe('order, waves and critical path', () => {
    const whole = plan({
      ui: { on: ['api'], hours: 5 },
      backend: {},
      schema: { parent: 'backend', hours: 3 },
      api: { parent: 'backend', on: ['schema'], hours: 4 },
      docs: { hours: 1 },
      release: { on: ['backend', 'docs'], hours: 2 },
    });

    it('orders by dependencies, else by the document', () => {
      assert.deepEqual(analyzePlan(whole).order, ['backend', 'schema', 'api', 'ui', 'docs', 'release']);
    });

    it('puts a task in the wave of its start', () => {
      assert.deepEqual(analyzePlan(whole).waves, [['backend', 'schema', 'docs'], ['api'], ['ui', 'release']]);
    });

    it('adds up the hours of leaves and says what can slip', () => {
      const { criticalPath, criticalHours, slack } = analyzePlan(whole);
      assert.deepEqual([criticalPath, criticalHours], [['schema', 'api', 'ui'], 12]);
      assert.deepEqual(Object.fromEntries(slack), { ui: 0, backend: 0, schema: 0, api: 0, docs: 9, release: 3 });
    });

    it('gives every included task once, after all it waits for', () => {
      fc.assert(
        fc.property(arbitraryPlan(20, 40).map(acyclic), (any) => {
          const { order, waves, criticalPath, criticalHours } = analyzePlan(any);
          const waveOf = new Map(waves.flatMap((wave, index) => wave.map((name) => [name, index] as const)));
          assert.equal(waves.flat().length, any.tasks.length);
          assert.deepEqual(new Set(order), new Set(waveOf.keys()));
          const below = (parent: string): string[] =>
            any.tasks.filter((child) => child.parent === parent).flatMap(({ key }) => [key, ...below(key)]);
          for (const { from, to } of edgesOf(any)) {
            for (const waiting of [from, ...below(from)]) {
              for (const awaited of [to, ...below(to)]) {
                assert.ok((waveOf.get(key(waiting)) ?? -1) > (waveOf.get(key(awaited)) ?? Infinity));
                assert.ok(order.indexOf(key(waiting)) > order.indexOf(key(awaited)));
              }
            }
          }
          assert.equal(criticalHours, longestHours(any));
          const hours = new Map(any.tasks.map((draft) => [draft.key, draft.estimate.hours]));
          assert.equal(
            criticalPath.reduce((sum, name) => sum + (hours.get(name) ?? NaN), 0),
            criticalHours,
          );
        }),
        { numRuns: 60 },
      );
    });

    it('says of slack what delaying a task by it shows', () => {
      fc.assert(
        fc.property(arbitraryPlan(10, 12).map(acyclic), (any) => {
          const { slack, criticalHours } = analyzePlan(any);
          for (const leaf of any.tasks.filter(({ key }) => !any.tasks.some(({ parent }) => parent === key))) {
            const slower = (by: number): Plan => ({
              ...any,
              tasks: any.tasks.map((draft) =>
                draft === leaf
                  ? { ...draft, estimate: { ...draft.estimate, hours: draft.estimate.hours + by } }
                  : draft,
              ),
            });
            const spare = slack.get(leaf.key) ?? NaN;
            assert.equal(analyzePlan(slower(spare)).criticalHours, criticalHours);
            assert.equal(analyzePlan(slower(spare + 1)).criticalHours, criticalHours + 1);
          }
        }),
        { numRuns: 40 },
      );
    });
  });

  it('does not mind depth: a chain and a hierarchy of 20,000', () => {
    const chain = planOf(
      Array.from({ length: 20_000 }, (_, index) => task(`t${index}`, index > 0 ? { on: [`t${index - 1}`] } : {})),
    );
    assert.equal(analyzePlan(chain).waves.length, 20_000);
    const deep = planOf(
      Array.from({ length: 20_000 }, (_, index) => task(`t${index}`, index > 0 ? { parent: `t${index - 1}` } : {})),
    );
    assert.equal(analyzePlan(deep).criticalHours, 2);
  });

  it('takes an empty plan', () => {
    assert.deepEqual(analyzePlan(planOf([])).waves, []);
  });
});
