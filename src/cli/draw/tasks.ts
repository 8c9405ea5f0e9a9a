// Taskwerk's tasks in the terminal.
import type { Task, TaskDetails, TaskStatus } from '../../core/tasks/model.ts';
import { priorityStyles } from './plan.ts';
import { proseColumns, type Screen, type Style } from './screen.ts';
import { drawTable, type TableCell } from './table.ts';
import { wrap } from './width.ts';
import { formatHours, roundHours } from './words.ts';

const statusFaces: Readonly<Record<TaskStatus, { readonly mark: string; readonly style?: Style }>> = {
  todo: { mark: '○' },
  'in-progress': { mark: '◐', style: 'cyan' },
  blocked: { mark: '✗', style: 'red' },
  done: { mark: '✓', style: 'green' },
  cancelled: { mark: '–', style: 'dim' },
};

export function drawTasks(tasks: readonly Task[], screen: Screen): readonly string[] {
  const columns = [
    { title: 'Id' },
    { title: 'Status' },
    { title: 'Priority' },
    { title: 'Hours', align: 'right' },
    { title: 'Task', isFlexible: true },
    { title: 'Assignee' },
    { title: 'After', isFlexible: true },
  ] as const;
  const rows = tasks.map((task): readonly TableCell[] => [
    task.id,
    statusCell(task.status),
    { text: task.priority, style: priorityStyles[task.priority] },
    task.estimate === null ? '' : roundHours(task.estimate),
    task.name,
    task.assignee ?? '',
    { text: task.dependsOn.join(', '), style: 'dim' },
  ]);
  return drawTable(screen, columns, rows);
}

function statusCell(status: TaskStatus): TableCell {
  const { mark, style } = statusFaces[status];
  return { text: `${mark} ${status}`, style };
}

export function drawTaskDetails(task: TaskDetails, screen: Screen): readonly string[] {
  const { mark, style } = statusFaces[task.status];
  const width = Math.min(screen.columns, proseColumns);
  const prose = (text: string | null) => (text === null || text === '' ? [] : ['', ...wrap(text, width)]);
  return [
    ...wrap(`${task.id}  ${task.name}`, width).map((line) => screen.paint('bold', line)),
    `${screen.paint(style, `${mark} ${task.status}`)} · ${facts(task).join(' · ')}`,
    ...relations(task),
    ...prose(task.description),
    ...prose(task.content),
    ...section(
      screen,
      'Notes',
      task.notes.flatMap(({ note, content, user, createdAt }) => [
        `  ${createdAt}  ${user}`,
        ...wrap(content === null || content === '' ? note : `${note}\n${content}`, width - 4).map(
          (line) => `    ${line}`,
        ),
      ]),
    ),
    ...section(
      screen,
      'History',
      task.timeline.map(
        ({ timestamp, user, action, note }) => `  ${timestamp}  ${user}  ${action}${note === null ? '' : `: ${note}`}`,
      ),
    ),
  ];
}

function facts({ priority, estimate, progress, category, assignee, tags }: TaskDetails): readonly string[] {
  return [
    `${priority} priority`,
    ...(estimate === null ? [] : [formatHours(estimate)]),
    ...(progress === 0 ? [] : [`${progress} % done`]),
    ...(category === null ? [] : [category]),
    ...(assignee === null ? [] : [`assigned to ${assignee}`]),
    ...(tags.length === 0 ? [] : [`tags: ${tags.join(', ')}`]),
  ];
}

function relations({ parentId, children, dependsOn, dependents }: TaskDetails): readonly string[] {
  const line = (label: string, ids: readonly string[]) => (ids.length === 0 ? [] : [`${label} ${ids.join(', ')}`]);
  return [
    ...line('Part of:   ', parentId === null ? [] : [parentId]),
    ...line('Subtasks:  ', children),
    ...line('Depends on:', dependsOn),
    ...line('Blocks:    ', dependents),
  ];
}

function section(screen: Screen, title: string, lines: readonly string[]): readonly string[] {
  return lines.length === 0 ? [] : ['', screen.paint('bold', title), ...lines];
}
