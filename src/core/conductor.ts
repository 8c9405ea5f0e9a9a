// The one wiring function: ports in, features out. Every program starts here.
import { PlanService } from './plan/service.ts';
import type { Ports } from './ports.ts';
import { TaskService } from './tasks/service.ts';

export interface Conductor {
  readonly plans: PlanService;
  readonly tasks: TaskService;
}

export function createConductor(ports: Ports): Conductor {
  return { plans: new PlanService(ports), tasks: new TaskService(ports.store) };
}
