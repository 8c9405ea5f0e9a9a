// `conductor orchestrate status`: sessions and runs, those that are open first.
import type { Command } from 'commander';
import type { RunSummary, Session } from '../../../core/orchestrate/journal.ts';
import type { RunService } from '../../../core/orchestrate/service.ts';
import type { Run } from '../../context.ts';
import { runFaces, shortId } from '../../draw/run.ts';
import type { Screen } from '../../draw/screen.ts';
import { drawTable, type TableCell } from '../../draw/table.ts';
import { wholeNumber } from '../../flags.ts';
import { drawNextSteps } from '../../nextSteps.ts';
import { roundCost, sessionJson, summaryJson } from '../../orchestrate/runJson.ts';
import { outcome } from '../../outcome.ts';
import { withPeople, type RunScene } from './withPeople.ts';

interface StatusFlags {
  readonly limit: number;
}

interface RunRow {
  readonly run: RunSummary;
  readonly turns: number;
  readonly cost: number;
}

interface Status {
  readonly rows: readonly RunRow[];
  readonly sessions: readonly Session[];
  /** Finished runs that are not shown. */
  readonly more: number;
}

export function addStatus(orchestrate: Command, run: Run): void {
  orchestrate
    .command('status')
    .description('Shows sessions and runs with state, branch, commit, turns and cost; open ones first.')
    .option('--limit <n>', 'finished runs that are shown', wholeNumber(1, 100_000), 20)
    .addHelpText('after', '\nExamples:\n  conductor orchestrate status\n  conductor orchestrate status --json')
    .action(({ limit }: StatusFlags) =>
      withPeople(run, {}, async ({ context, runs }: RunScene) =>
        outcome(await readStatus(runs, limit), {
          json: ({ rows, sessions }) => ({
            runs: rows.map(({ run: summary, turns, cost }) => ({
              ...summaryJson(summary),
              turns,
              cost_usd: roundCost(cost),
            })),
            sessions: sessions.map(sessionJson),
          }),
          text: (status, screen) => {
            const open = status.rows.find((row) => row.run.endedAt === null);
            return [
              ...drawStatus(status, screen),
              ...(open ? drawNextSteps(context, [[`orchestrate resume ${open.run.taskId}`, 'go on with it']]) : []),
            ];
          },
        }),
      ),
    );
}

async function readStatus(runs: RunService, limit: number): Promise<Status> {
  const all = await runs.list();
  const sessions = await runs.sessions();
  const finished = all.filter(({ endedAt }) => endedAt !== null);
  const shown = [...all.filter(({ endedAt }) => endedAt === null), ...finished.slice(0, limit)];
  const rows = shown.map(async (run): Promise<RunRow> => {
    // A session tells the numbers of its one run when that has ended.
    const { turns, cost_usd: cost } = sessions.find(({ id }) => id === run.sessionId)?.metrics ?? {};
    if (run.endedAt !== null) return { run, turns: Number(turns ?? 0), cost: Number(cost ?? 0) };
    const { view } = await runs.read(run.id);
    return { run, turns: view.turns, cost: view.cost };
  });
  return {
    rows: await Promise.all(rows),
    sessions: sessions.filter(({ id }) => shown.some(({ sessionId }) => sessionId === id)),
    more: finished.length - Math.min(limit, finished.length),
  };
}

function drawStatus({ rows, more }: Status, screen: Screen): readonly string[] {
  if (rows.length === 0) return ['There is no run yet.'];
  const columns = [
    { title: 'Session', align: 'right' },
    { title: 'State' },
    { title: 'Task' },
    { title: 'Name', isFlexible: true },
    { title: 'Agent' },
    { title: 'Branch', isFlexible: true },
    { title: 'Commit' },
    { title: 'Turns', align: 'right' },
    { title: 'Cost', align: 'right' },
  ] as const;
  const cells = rows.map(({ run, turns, cost }): readonly TableCell[] => [
    String(run.sessionId),
    { text: `${runFaces[run.state].mark} ${run.state}`, style: runFaces[run.state].style },
    run.taskId,
    run.taskName,
    run.agent,
    run.branch ?? '',
    shortId(run.commit),
    turns === 0 ? '' : String(turns),
    cost === 0 ? '' : `$${cost.toFixed(2)}`,
  ]);
  return [...drawTable(screen, columns, cells), ...(more > 0 ? [`and ${more} more: --limit shows them`] : [])];
}
