// The one wiring function: ports in, features out. Every program starts here.
import { ConfigService } from './config/service.ts';
import { Emitter } from './events.ts';
import type { RunNews } from './orchestrate/runContext.ts';
import type { RunService } from './orchestrate/service.ts';
import { ModelPlanning } from './plan/decompose/service.ts';
import { PlanService } from './plan/service.ts';
import type { Ports } from './ports.ts';
import { TaskService } from './tasks/service.ts';

export interface Conductor {
  readonly config: ConfigService;
  readonly plans: PlanService;
  readonly modelPlans: ModelPlanning;
  readonly tasks: TaskService;
  /** Loads what runs need when it is first called; null where no agent can work. */
  readonly openRuns: (() => Promise<RunService>) | null;
  /** What happens in the runs of this program. */
  readonly onRunNews: Emitter<RunNews>['event'];
  /** Pauses the runs of this program. */
  dispose(): Promise<void>;
}

export function createConductor(ports: Ports): Conductor {
  const config = new ConfigService(ports);
  const plans = new PlanService(ports);
  const news = new Emitter<RunNews>((error) => {
    ports.log.error('A listener of runs failed.', error);
  });
  const { orchestration } = ports;
  let runs: Promise<RunService> | undefined;
  const loadRuns = async (openPorts: NonNullable<typeof orchestration>): Promise<RunService> => {
    const { createRuns } = await import('./orchestrate/createRuns.ts');
    return createRuns(ports, openPorts(), config, news);
  };
  return {
    config,
    plans,
    modelPlans: new ModelPlanning(ports, plans, config),
    tasks: new TaskService(ports.store),
    openRuns: orchestration ? () => (runs ??= loadRuns(orchestration)) : null,
    onRunNews: news.event,
    dispose: async () => {
      await (await runs)?.dispose();
    },
  };
}
