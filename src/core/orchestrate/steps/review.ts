// The person's part: what must be looked at, the decision, and what it lets into the project's folder.
import { ConductorError } from '../../errors.ts';
import { testWeakening } from '../../gates/weakening/weakening.ts';
import type { Decision, ReviewRequest } from '../../review/approvals.ts';
import type { ChangeSet, FileChange } from '../../review/changeSet.ts';
import { hashContent, isSameContent } from '../../review/content.ts';
import { pathsOf, protectedPaths } from '../../review/paths/protectedPaths.ts';
import { readTargets, rebaseChanges, settle as settleReview } from '../../review/settle.ts';
import type { AppliedFile, ApplyResult, WorkspaceFile } from '../../review/workspacePort.ts';
import type { RunContext } from '../runContext.ts';

export async function review(context: RunContext, signal: AbortSignal): Promise<void> {
  const { view, run, world } = context;
  const changes = view.proposals;
  const mustLook = reasonsToLook(context);
  // A review that was asked before the program was killed is the same one.
  const round = view.review?.isOpen ? view.review.round : (view.review?.round ?? 0) + 1;
  if (!view.review?.isOpen) await context.record({ type: 'run.reviewAsked', round, changes }, 'reviewing');
  const isShort = view.mode !== 'ask' && mustLook.length === 0;
  const summary = view.handedOver?.summary ?? '';
  const decision: Decision = isShort
    ? { kind: 'accept', rejected: [], edited: {} }
    : await world.approvals.review(
        { runId: run.id, taskId: run.taskId, title: run.taskName, round, summary, changes, mustLook },
        signal,
      );
  await context.record({ type: 'run.decided', round, decision, by: isShort ? 'mode' : 'person' }, 'reviewing');
}

/** What a person must look at in every mode. */
function reasonsToLook({ view, world }: RunContext): ReviewRequest['mustLook'] {
  const changes = view.proposals;
  const weakened = testWeakening(changes).map(({ path = '', message }) => ({ path, reason: message }));
  const conflicts = view.conflicts.map((path) => ({
    path,
    reason: 'It was changed in the project meanwhile; the left side is what is there now.',
  }));
  return [...conflicts, ...protectedPaths(pathsOf(changes), world.config.safety), ...weakened];
}

/** Turns the decision into what happens next: feedback for the agent, or the changes that go in. */
export async function settle(context: RunContext): Promise<void> {
  const { view, world } = context;
  const { decision } = view;
  if (decision?.kind === 'requestChanges') {
    // An agent finds the person's edits in its proposals; who works in place, in their files.
    if (world.agent.worksInPlace) await applyEdits(context, view.proposals, view.review?.changes ?? []);
    await context.record({ type: 'run.feedback', text: requestOf(decision) }, 'working');
    return;
  }
  if (decision?.kind !== 'accept') return;
  const { accepted } = settleReview(view.proposals, decision);
  if (world.agent.worksInPlace) {
    await context.record({ type: 'run.applying', changes: accepted, conflicts: [], inPlace: true }, 'reviewing');
    return;
  }
  await announce(context, accepted);
}

/** Writes down what will be written, on the files as they are now; where both changed the same lines the person looks again. */
async function announce({ record, world, view }: RunContext, accepted: ChangeSet): Promise<void> {
  const files = await readTargets(accepted, (path) => world.workspace.read(path));
  const changes: FileChange[] = [];
  const conflicts: FileChange[] = view.applying ? [...view.proposals] : [];
  for (const change of accepted) {
    const result = rebaseChanges([change], files);
    const file = files.get(change.path) ?? null;
    if (result.kind === 'conflict') conflicts.push(...onto(change, file), ...leftBehind(change, files));
    // What is there already, from a person or from before a kill, is part of the change all the same.
    else changes.push(...(result.changes.length > 0 ? result.changes : [asItIs(change, file)]));
  }
  await record({ type: 'run.applying', changes, conflicts, inPlace: false }, 'reviewing');
}

function asItIs(change: FileChange, file: WorkspaceFile | null): FileChange {
  if (change.kind !== 'modify' || !file?.content) return change;
  return { ...change, baseHash: file.hash, proposed: file.content };
}

/** The proposal beside what the person has made of the file: nothing is merged that contradicts itself. */
function onto(change: FileChange, file: WorkspaceFile | null): ChangeSet {
  const { path } = change;
  if (change.kind === 'delete') {
    return file ? [{ kind: 'delete', path, baseHash: file.hash, original: file.content }] : [];
  }
  const { proposed } = change;
  if (!proposed) return [];
  if (!file) return [{ kind: 'add', path, proposed }];
  if (!file.content || isSameContent(file.content, proposed)) return [];
  return [{ kind: 'modify', path, baseHash: file.hash, original: file.content, proposed }];
}

/** A file that was to move is proposed to go beside its new text, as it is now. */
function leftBehind(change: FileChange, files: ReadonlyMap<string, WorkspaceFile | null>): ChangeSet {
  const from = change.kind === 'rename' && change.proposed ? files.get(change.from) : null;
  if (change.kind !== 'rename' || !from) return [];
  return [{ kind: 'delete', path: change.from, baseHash: from.hash, original: from.content }];
}

/** What was written down goes into the project's folder; what is there already stays. */
export async function apply(context: RunContext): Promise<void> {
  const { applying, review: reviewed } = context.view;
  if (!applying) return;
  if (applying.inPlace) {
    const files = await applyEdits(context, applying.changes, reviewed?.changes ?? []);
    await context.record({ type: 'run.applied', files }, 'checking');
    return;
  }
  const result = await write(context, applying.changes);
  if (result.kind === 'applied') await context.record({ type: 'run.applied', files: result.files }, 'checking');
  // Somebody was quicker: merged anew with what is there now.
  else await announce(context, applying.changes);
}

async function write({ world }: RunContext, changes: ChangeSet): Promise<ApplyResult> {
  return changes.length === 0 ? { kind: 'applied', files: [] } : world.workspace.apply(changes);
}

/** In place, only what the person changed in the review is written. */
async function applyEdits(
  context: RunContext,
  accepted: ChangeSet,
  reviewed: ChangeSet,
): Promise<readonly AppliedFile[]> {
  const { workspace } = context.world;
  const before = new Map(reviewed.map((change) => [change.path, change]));
  const edits: FileChange[] = [];
  for (const change of accepted) {
    const was = before.get(change.path);
    if (change.kind === 'delete' || !was || was.kind === 'delete' || !change.proposed || !was.proposed) continue;
    if (isSameContent(change.proposed, was.proposed)) continue;
    const baseHash = await hashContent(was.proposed);
    edits.push({ kind: 'modify', path: change.path, baseHash, original: was.proposed, proposed: change.proposed });
  }
  const result = await write(context, edits);
  if (result.kind === 'stale') {
    throw new ConductorError(
      'apply.stale',
      `These files changed since you reviewed them: ${result.paths.join(', ')}.`,
      {
        remedy: 'Resume the run when they are as they shall be; nothing of yours was overwritten.',
        details: { paths: result.paths },
      },
    );
  }
  return Promise.all(
    pathsOf(accepted).map(async (path) => ({ path, hash: (await workspace.read(path))?.hash ?? null })),
  );
}

function requestOf({ message, comments }: Extract<Decision, { kind: 'requestChanges' }>): string {
  const lines = comments.map(({ path, line, text }) => `- ${path}:${line}: ${text}`);
  return ['A person reviewed the change and asks for this:', message, ...lines]
    .filter((line) => line !== '')
    .join('\n');
}
