// Reads what an assignment is made of: the task and its surroundings from Taskwerk, the plan, the project, git.
import { isConductorError } from '../../errors.ts';
import type { GitPort } from '../../git/gitPort.ts';
import type { DraftTask, Plan } from '../../plan/model.ts';
import type { TaskStore } from '../../ports.ts';
import type { Span } from '../../prd/document.ts';
import type { Requirement } from '../../prd/model.ts';
import type { WorkspacePort } from '../../review/workspacePort.ts';
import type { Task, TaskId, TaskNote } from '../../tasks/model.ts';
import type { Assignment } from '../agentBackend.ts';
import { buildAssignment } from '../assignment.ts';
import type { CodeMapPort } from '../map/codeMapPort.ts';
import { collectFiles } from '../map/files.ts';
import { type RankedFiles, rankFiles } from '../map/rank.ts';
import type { AssignmentInput, Convention, Delivery, SourcedText } from './input.ts';
import { criteriaOf } from './parts.ts';

/** What is asked of the journal (`core/orchestrate`), which comes after this feature. */
export interface FinishedRuns {
  listRuns(filter: { readonly taskId: TaskId }): Promise<readonly FinishedRun[]>;
}

interface FinishedRun {
  readonly taskCreatedAt: string;
  readonly state: string;
  readonly commit: string | null;
}

export interface AssignmentPorts {
  readonly store: Pick<TaskStore, 'getTask' | 'listTasks' | 'listPlans' | 'loadPlan'>;
  readonly workspace: Pick<WorkspacePort, 'list' | 'read'>;
  /** Null where the project has no git. */
  readonly git: Pick<GitPort, 'describeCommit'> | null;
  readonly codeMap: CodeMapPort;
  readonly journal: FinishedRuns;
}

export type AssignmentOptions = Pick<AssignmentInput, 'gates' | 'config' | 'budget' | 'isForPerson'> & {
  readonly signal?: AbortSignal;
};

/** Read in full; a project has one or two of them. */
const CONVENTION_FILES = [
  'AGENTS.md',
  '.taskwerk/AGENTS.md',
  'taskwerk_rules.md',
  '.taskwerk/taskwerk_rules.md',
] as const;
/** Only pointed to. */
const FURTHER_FILES = ['CONTRIBUTING.md', 'docs/CONTRIBUTING.md', '.github/CONTRIBUTING.md'] as const;
const NOTES_OF_A_DELIVERY = 3;

/** Throws `task.missing`. Everything else that is not there is left out. */
export async function gatherAssignment(
  ports: AssignmentPorts,
  taskId: TaskId,
  { signal, ...options }: AssignmentOptions,
): Promise<Assignment> {
  const task = await ports.store.getTask(taskId);
  const all = new Map((await ports.store.listTasks()).map((each) => [each.id, each]));
  const parents = ancestorsOf(task, all);
  const [plan, deliveries, conventions] = await Promise.all([
    planOf(ports.store, task),
    deliveriesOf(ports, [task, ...parents], all),
    conventionsOf(ports.workspace),
  ]);
  const draft = plan?.tasks.find(({ key }) => key === task.metadata['conductor_key']);
  const demands = plan === null ? { requirements: [], constraints: [] } : demandsOf(plan, task, draft);
  const input: Omit<AssignmentInput, 'map'> = {
    ...options,
    ...demands,
    task: { ...task, notes: ownNotes(task, task.notes) },
    parents,
    deliveries,
    conventions,
    decisions: plan === null ? [] : decisionsOf(plan),
    testStrategy: draft?.testStrategy ?? null,
    risks: draft?.risks ?? [],
  };
  signal?.throwIfAborted();
  return buildAssignment({ ...input, map: await mapOf(ports, input, signal) });
}

/** The parent first. A loop of parents ends at the task where it closes. */
function ancestorsOf(task: Task, all: ReadonlyMap<TaskId, Task>): readonly Task[] {
  const found: Task[] = [];
  for (let id = task.parentId; id !== null;) {
    const parent = all.get(id);
    if (!parent || parent.id === task.id || found.includes(parent)) break;
    found.push(parent);
    id = parent.parentId;
  }
  return found;
}

/** The newest plan of the document that the task came from. */
async function planOf(store: AssignmentPorts['store'], { metadata }: Task): Promise<Plan | null> {
  const sourceFile = metadata['conductor_plan'];
  const known = (await store.listPlans()).filter((plan) => plan.sourceFile === sourceFile);
  const chosen = known.find(({ status }) => status === 'imported') ?? known[0];
  return chosen ? (await store.loadPlan(chosen.id)).plan : null;
}

function demandsOf(
  plan: Plan,
  { metadata }: Task,
  draft: DraftTask | undefined,
): Pick<AssignmentInput, 'requirements' | 'constraints'> {
  const covers = metadata['conductor_covers'];
  const covered = new Set<string>(typeof covers === 'string' ? covers.split(' ') : draft?.covers);
  const isConstraint = ({ kind }: Requirement): boolean => kind === 'constraint' || kind === 'out-of-scope';
  const sourced = (requirement: Requirement): SourcedText => ({
    id: requirement.kind === 'out-of-scope' ? `${requirement.id}, out of scope` : requirement.id,
    place: placeOf(plan.sourceFile, requirement.source),
    text: requirement.text,
  });
  return {
    requirements: plan.requirements.filter((one) => covered.has(one.id) && !isConstraint(one)).map(sourced),
    constraints: plan.requirements.filter(isConstraint).map(sourced),
  };
}

function placeOf(sourceFile: string, { line, endLine, page }: Span): string {
  const lines = endLine > line ? `lines ${line} to ${endLine}` : `line ${line}`;
  return [sourceFile, ...(page === undefined ? [] : [`page ${page}`]), lines].join(', ');
}

function decisionsOf({ answers = [], decisions = [] }: Plan): readonly string[] {
  return [...answers.map(({ question, answer }) => `${question} ${answer}`), ...decisions];
}

/** Of the task and of those above it: a task starts after the dependencies of all of them. What is below one belongs to it. */
async function deliveriesOf(
  ports: AssignmentPorts,
  tasks: readonly Task[],
  all: ReadonlyMap<TaskId, Task>,
): Promise<readonly Delivery[]> {
  const children = Map.groupBy(all.values(), ({ parentId }) => parentId);
  const found = new Set<Task>();
  const add = (task: Task | undefined): void => {
    if (!task || found.has(task) || tasks.includes(task)) return;
    found.add(task);
    for (const child of children.get(task.id) ?? []) add(child);
  };
  for (const { dependsOn } of tasks) for (const id of dependsOn) add(all.get(id));
  return Promise.all(Array.from(found, (task) => deliveryOf(ports, task)));
}

async function deliveryOf({ store, journal, git }: AssignmentPorts, task: Task): Promise<Delivery> {
  const [{ notes }, runs] = await Promise.all([store.getTask(task.id), journal.listRuns({ taskId: task.id })]);
  // Taskwerk may give the id of a deleted task to another one.
  const run = runs.find(({ state, commit, taskCreatedAt }) => {
    return state === 'done' && commit !== null && taskCreatedAt === task.createdAt;
  });
  return {
    task,
    commit: run?.commit ? await describe(git, run.commit) : null,
    notes: ownNotes(task, notes)
      .slice(-NOTES_OF_A_DELIVERY)
      .map(({ note }) => note),
  };
}

/** Without the one in which an import says where a task comes from. */
function ownNotes({ metadata }: Task, notes: readonly TaskNote[]): readonly TaskNote[] {
  const source = metadata['conductor_plan'];
  return notes.filter(({ note }) => typeof source !== 'string' || !note.startsWith(`From ${source}, `));
}

/** A commit that is gone is still named. */
async function describe(git: AssignmentPorts['git'], id: string): Promise<Delivery['commit']> {
  const unknown = { id, subject: 'not in this repository', files: [] };
  try {
    const known = await git?.describeCommit(id);
    return known ? { id, ...known } : unknown;
  } catch (error) {
    if (isConductorError(error) && (error.code === 'git.missing' || error.code === 'git.noRepository')) return unknown;
    throw error;
  }
}

async function conventionsOf(workspace: AssignmentPorts['workspace']): Promise<readonly Convention[]> {
  const textOf = async (path: string): Promise<string | null> => (await workspace.read(path))?.content?.text ?? null;
  const found: Convention[] = [];
  for (const path of CONVENTION_FILES) {
    const text = (await textOf(path))?.trim();
    if (text) found.push({ path, text });
  }
  for (const path of FURTHER_FILES) if ((await textOf(path)) !== null) found.push({ path, text: null });
  return found;
}

async function mapOf(
  { workspace, codeMap }: AssignmentPorts,
  { task, requirements, deliveries }: Omit<AssignmentInput, 'map'>,
  signal: AbortSignal | undefined,
): Promise<RankedFiles> {
  const said = [task.description, task.content, task.category, ...criteriaOf(task)];
  return rankFiles(
    await collectFiles(workspace, codeMap, signal),
    {
      title: task.name,
      text: [...said, ...requirements.map(({ text }) => text)].filter(Boolean).join('\n'),
      touched: deliveries.flatMap(({ commit }) => commit?.files ?? []),
    },
    signal,
  );
}
