// The one wiring function: ports in, features out. Every program starts here.
import { createManualAgent } from './agent/manualAgent.ts';
import { createModelAgent } from './agent/modelAgent.ts';
import { decideByRules } from './agent/permit.ts';
import { ConfigService } from './config/service.ts';
import { permissionFacts } from './orchestrate/permissionFacts.ts';
import { RunService } from './orchestrate/service.ts';
import { ModelPlanning } from './plan/decompose/service.ts';
import { PlanService } from './plan/service.ts';
import type { Ports } from './ports.ts';
import { TaskService } from './tasks/service.ts';
import { agentTools } from './tools/tools.ts';

export interface Conductor {
  readonly config: ConfigService;
  readonly plans: PlanService;
  readonly modelPlans: ModelPlanning;
  readonly tasks: TaskService;
  /** Null where no agent can work. */
  readonly runs: RunService | null;
}

export function createConductor(ports: Ports): Conductor {
  const config = new ConfigService(ports);
  const plans = new PlanService(ports);
  return {
    config,
    plans,
    modelPlans: new ModelPlanning(ports, plans, config),
    tasks: new TaskService(ports.store),
    runs: createRuns(ports, config),
  };
}

function createRuns({ orchestration, ...ports }: Ports, config: ConfigService): RunService | null {
  if (!orchestration) return null;
  const { model } = ports;
  const decide = decideByRules((query) => permissionFacts(orchestration, query));
  const agents = [
    ...(model ? [createModelAgent({ model, tools: agentTools, decide })] : []),
    createManualAgent(orchestration.person),
  ];
  return new RunService({ ...ports, orchestration }, config, agents);
}
