// The one wiring function: ports in, features out. Every program starts here.
import { ConfigService } from './config/service.ts';
import { ModelPlanning } from './plan/decompose/service.ts';
import { PlanService } from './plan/service.ts';
import type { Ports } from './ports.ts';
import { TaskService } from './tasks/service.ts';

export interface Conductor {
  readonly config: ConfigService;
  readonly plans: PlanService;
  readonly modelPlans: ModelPlanning;
  readonly tasks: TaskService;
}

export function createConductor(ports: Ports): Conductor {
  const config = new ConfigService(ports);
  const plans = new PlanService(ports);
  return { config, plans, modelPlans: new ModelPlanning(ports, plans, config), tasks: new TaskService(ports.store) };
}
