// Agents, tools and the run service, wired together. Loaded when runs are first used: planning needs none of it.
import { createManualAgent } from '../agent/manualAgent.ts';
import { createModelAgent } from '../agent/modelAgent.ts';
import { decideByRules } from '../agent/permit.ts';
import type { ConfigService } from '../config/service.ts';
import type { Emitter } from '../events.ts';
import type { Ports } from '../ports.ts';
import { agentTools } from '../tools/tools.ts';
import { permissionFacts } from './permissionFacts.ts';
import type { OrchestrationPorts, RunNews } from './runContext.ts';
import { RunService } from './service.ts';

export function createRuns(
  ports: Ports,
  orchestration: OrchestrationPorts,
  config: ConfigService,
  news: Emitter<RunNews>,
): RunService {
  const { model } = ports;
  const decide = decideByRules((query) => permissionFacts(orchestration, query));
  const agents = [
    ...(model ? [createModelAgent({ model, tools: agentTools, decide })] : []),
    createManualAgent(orchestration.person),
  ];
  return new RunService({ ...ports, orchestration, config, agents, news });
}
