// Quick inputs for the fields of a draft task. Each resolves to undefined when the person leaves it.
import * as vscode from 'vscode';
import type { DraftTask, TaskKey } from '../../core/plan/model.ts';
import type { Priority } from '../../core/prd/model.ts';
import { priorityLabel } from './labels.ts';
import type { PlanIndex } from './planIndex.ts';

export const priorities: readonly Priority[] = ['critical', 'high', 'medium', 'low'];

const categories = ['feature', 'api', 'ui', 'data', 'test', 'docs', 'infrastructure', 'security', 'performance'];

/** Taskwerk's column holds as many. */
const longestTitle = 255;

export async function askTitle(title: string, value = ''): Promise<string | undefined> {
  const answer = await vscode.window.showInputBox({
    title,
    value,
    prompt: vscode.l10n.t('An imperative title, such as “Add the login form”.'),
    validateInput: titleProblem,
  });
  return answer?.trim();
}

export async function askEstimate({ title, estimate }: DraftTask, count: number): Promise<number | undefined> {
  const answer = await vscode.window.showInputBox({
    title: inputTitle(vscode.l10n.t('Estimate'), title, count),
    value: String(estimate.hours),
    prompt: vscode.l10n.t('Hours, such as 4 or 1.5.'),
    validateInput: (text) =>
      hoursOf(text) === undefined ? vscode.l10n.t('Enter a number of hours from 0 to 10,000.') : undefined,
  });
  return answer === undefined ? undefined : hoursOf(answer);
}

export async function askPriority({ title, priority }: DraftTask, count: number): Promise<Priority | undefined> {
  const items = priorities.map((each) => ({
    label: priorityLabel(each),
    priority: each,
    ...(each === priority ? { description: vscode.l10n.t('current') } : {}),
  }));
  const picked = await vscode.window.showQuickPick(items, {
    title: inputTitle(vscode.l10n.t('Priority'), title, count),
  });
  return picked?.priority;
}

/** Offers the usual categories and those of the plan; what is typed besides them is offered too. */
export function askCategory(
  { title, category }: DraftTask,
  index: PlanIndex,
  count: number,
): Promise<string | undefined> {
  const known = [...new Set([...categories, ...index.plan.tasks.map((task) => task.category)])].filter(Boolean);
  const items: readonly vscode.QuickPickItem[] = known.map((label) =>
    label === category ? { label, description: vscode.l10n.t('current') } : { label },
  );
  const pick = vscode.window.createQuickPick();
  pick.title = inputTitle(vscode.l10n.t('Category'), title, count);
  pick.placeholder = vscode.l10n.t('Choose a category or type a new one');
  pick.items = items;
  pick.onDidChangeValue((value) => {
    const typed = value.trim().toLowerCase();
    const isNew = typed !== '' && !known.includes(typed);
    pick.items = isNew ? [...items, { label: typed, description: vscode.l10n.t('new') }] : items;
  });
  return new Promise((resolve) => {
    pick.onDidAccept(() => {
      resolve(pick.activeItems[0]?.label);
      pick.hide();
    });
    pick.onDidHide(() => {
      resolve(undefined);
      pick.dispose();
    });
    pick.show();
  });
}

export async function askTags({ title, tags }: DraftTask, count: number): Promise<readonly string[] | undefined> {
  const answer = await vscode.window.showInputBox({
    title: inputTitle(vscode.l10n.t('Tags'), title, count),
    value: tags.join(', '),
    prompt: vscode.l10n.t('Words separated by commas; empty for none.'),
  });
  return answer === undefined ? undefined : [...new Set(listOf(answer))];
}

/** Titles of new subtasks, one box after the other until an empty one; `suggestions` stand in them. */
export async function askSplit(
  { title }: DraftTask,
  suggestions: readonly string[],
): Promise<readonly string[] | undefined> {
  const titles: string[] = [];
  for (;;) {
    const number = titles.length + 1;
    const answer = await vscode.window.showInputBox({
      title: vscode.l10n.t('Split “{0}”: subtask {1}', title, number),
      value: suggestions[titles.length] ?? '',
      prompt:
        number <= 2
          ? vscode.l10n.t('Title of the subtask. A split needs at least two.')
          : vscode.l10n.t('Title of the next subtask, or nothing to finish.'),
      validateInput: (text) => (number > 2 && text.trim() === '' ? undefined : titleProblem(text)),
    });
    if (answer === undefined) return undefined;
    if (answer.trim() === '') return titles;
    titles.push(answer.trim());
  }
}

/** Where to move tasks: null is the top level. Offers no place inside the moved tasks. */
export async function askParent(index: PlanIndex, keys: readonly TaskKey[]): Promise<TaskKey | null | undefined> {
  const moved = new Set(keys.flatMap((key) => index.subtreeOf(key)));
  const items = index.plan.tasks
    .filter(({ key }) => !moved.has(key))
    .map(({ key, title }) => ({ label: title, description: pathOf(index, key), key }));
  const top = { label: vscode.l10n.t('Top Level'), iconPath: new vscode.ThemeIcon('home'), key: null };
  const picked = await vscode.window.showQuickPick<vscode.QuickPickItem & { readonly key: TaskKey | null }>(
    [top, ...items],
    {
      title: inputTitle(vscode.l10n.t('Move Below'), index.titleOf(keys[0] ?? ''), keys.length),
      placeHolder: vscode.l10n.t('The new parent'),
      matchOnDescription: true,
    },
  );
  return picked?.key;
}

/** The titles above a task, outermost first. */
export function pathOf(index: PlanIndex, key: TaskKey): string {
  return index
    .ancestorsOf(key)
    .toReversed()
    .map((ancestor) => index.titleOf(ancestor))
    .join(' › ');
}

/** e.g. "Priority of “Add login”", "Priority of 3 tasks". */
export function inputTitle(field: string, title: string, count: number): string {
  return count === 1 ? vscode.l10n.t('{0} of “{1}”', field, title) : vscode.l10n.t('{0} of {1} tasks', field, count);
}

function titleProblem(text: string): string | undefined {
  if (text.trim() === '') return vscode.l10n.t('A task needs a title.');
  if (text.trim().length > longestTitle) return vscode.l10n.t('A title has at most {0} characters.', longestTitle);
  return undefined;
}

function hoursOf(text: string): number | undefined {
  const hours = Number(text.trim().replace(',', '.'));
  return text.trim() !== '' && Number.isFinite(hours) && hours >= 0 && hours <= 10_000 ? hours : undefined;
}

function listOf(text: string): readonly string[] {
  return text
    .split(',')
    .map((part) => part.trim())
    .filter(Boolean);
}
