// `conductor plan list`.
import type { Command } from 'commander';
import type { PlanSummary } from '../../../core/ports.ts';
import type { Run } from '../../context.ts';
import type { Screen } from '../../draw/screen.ts';
import { drawTable } from '../../draw/table.ts';
import { summaryJson } from '../../json.ts';
import { outcome } from '../../outcome.ts';

export function addList(plan: Command, run: Run): void {
  plan
    .command('list')
    .description("Lists the project's plans, the newest first.")
    .addHelpText('after', '\nExample:\n  conductor plan list --json')
    .action(() =>
      run(async ({ conductor }) =>
        outcome(await conductor.plans.list(), {
          json: (plans) => ({ plans: plans.map(summaryJson) }),
          text: drawPlans,
        }),
      ),
    );
}

function drawPlans(plans: readonly PlanSummary[], screen: Screen): readonly string[] {
  if (plans.length === 0) return ['This project has no plan yet. Make one with conductor plan decompose FILE.'];
  const columns = [
    { title: 'Plan', align: 'right' },
    { title: 'Status' },
    { title: 'Tasks', align: 'right' },
    { title: 'Created (UTC)' },
    { title: 'Document', isFlexible: true },
    { title: 'Title', isFlexible: true },
  ] as const;
  const rows = plans.map(({ id, status, taskCount, createdAt, sourceFile, title }) => [
    String(id),
    status,
    String(taskCount),
    createdAt,
    sourceFile,
    title,
  ]);
  return drawTable(screen, columns, rows);
}
