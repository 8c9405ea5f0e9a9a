// The gates, on exactly the tree that will be committed, and what their failures lead to.
import { createGateContext } from '../../gates/context.ts';
import { feedbackOf } from '../../gates/feedback.ts';
import { gatesFor } from '../../gates/gates.ts';
import type { GateContext, GateResult } from '../../gates/gate.ts';
import { runGates } from '../../gates/run.ts';
import { lastCoverage } from '../coverage.ts';
import type { RunContext } from '../runContext.ts';

/** A folder that holds the tree to check. */
interface Place {
  readonly dir: string;
  readonly tree: string;
  readonly where: 'workspace' | 'copy';
  dispose(): Promise<void>;
}

export async function check(context: RunContext, signal: AbortSignal): Promise<void> {
  const place = await prepareTree(context);
  try {
    // A killed run does not repeat the gates that have an answer for this tree, where what they left behind is still there.
    const isSame = ({ tree }: GateResult): boolean => place.where === 'workspace' && tree === place.tree;
    const known = context.view.gateResults.filter(isSame);
    const results = await runGates({
      gates: gatesFor(context.world.config).filter(({ id }) => !known.some(({ gate }) => gate === id)),
      context: await gateContext(context, place, signal),
      onResult: (result) => context.record({ type: 'run.gateFinished', result }, 'checking'),
      signal,
    });
    const passed = [...known, ...results].every(({ verdict }) => verdict.status !== 'failed');
    await context.record({ type: 'run.checked', passed, tree: place.tree, where: place.where }, 'checking');
  } finally {
    await place.dispose();
  }
}

/** In the person's folder where it holds nothing but the change; else in a copy, so that other changes decide nothing. */
async function prepareTree({ world, run, view }: RunContext): Promise<Place> {
  const { git, workspace } = world;
  const commit = view.appliedSinceCommit ? undefined : view.commits.at(-1);
  if (!commit && (await git.isClean([...view.applied.keys()]))) {
    const tree = await git.tree('workTree');
    return { dir: workspace.root, tree, where: 'workspace', dispose: () => Promise.resolve() };
  }
  const copy = await git.openCopy(`${run.id}-gates`);
  const tree = await copy.sync(await git.tree('head'), commit ? [] : view.uncommitted);
  return { dir: copy.dir, tree, where: 'copy', dispose: () => copy.dispose() };
}

async function gateContext(
  { world, view }: RunContext,
  { dir, tree }: Place,
  signal: AbortSignal,
): Promise<GateContext> {
  const { config, folders, processes, store } = world;
  return createGateContext({
    processes,
    ...{ dir, tree, config, signal },
    changes: view.accepted,
    baseCoverage: await lastCoverage(store.journal),
    readFile: (path) => folders.readText(dir, path),
    listFiles: (folder) => folders.list(dir, folder),
  });
}

/** What failed goes back to the agent, as data. */
export async function mend(context: RunContext): Promise<void> {
  const { view } = context;
  const rejected = view.review && view.decision?.kind === 'accept' ? view.decision.rejected : [];
  const left = rejected.length > 0 ? `\nThe person did not take the changes to ${rejected.join(', ')}.` : '';
  await context.record({ type: 'run.feedback', text: feedbackOf(view.gateResults) + left }, 'working');
}
