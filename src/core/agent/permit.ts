// May this call happen? The rules' verdict, a person's answer where they leave it open, and the record of both.
import type { OrchestrationConfig } from '../config/schema.ts';
import type { Tool, ToolSubject, Risk } from '../tools/tool.ts';
import { decidePermission, type PermissionFacts, type PermissionVerdict } from './permissions.ts';
import type { CallEnv } from './toolCalls.ts';
import type { Mode, RunEvent } from './runEvents.ts';
import type { ToolUse, TurnMemory } from './runMemory.ts';

export interface PermissionQuery {
  readonly runId: string;
  readonly risk: Risk;
  readonly subject: ToolSubject;
  readonly mode: Mode;
  readonly safety: OrchestrationConfig['safety'];
  /** Classes that a person has allowed for the run. */
  readonly remembered: readonly string[];
}

export type PermissionDecider = (query: PermissionQuery) => PermissionVerdict | Promise<PermissionVerdict>;

/** By the rules of `permissions.ts`, on what `factsOf` finds out about the paths and programs in question. */
export function decideByRules(factsOf: (query: PermissionQuery) => Promise<PermissionFacts>): PermissionDecider {
  return async (query) => decidePermission({ ...query, facts: await factsOf(query) }, query);
}

export type Permission =
  /** `isAgain`: it was allowed before the run was interrupted, and may have begun then. */
  { readonly allowed: true; readonly isAgain: boolean } | { readonly allowed: false; readonly message: string };

type Decided = Extract<RunEvent, { type: 'run.permissionDecided' }>;

/** A decision that is in the journal already is not asked for again. */
export async function permit(
  env: CallEnv,
  turn: TurnMemory,
  use: ToolUse,
  tool: Tool,
  input: unknown,
): Promise<Permission> {
  const earlier = turn.permissions.get(use.id);
  if (earlier) return permissionOf(earlier, true);
  const { world, memory } = env;
  const subject = tool.subject(input);
  const verdict = await env.decide({
    ...{ runId: world.runId, risk: tool.risk, subject, mode: world.mode, safety: world.config.safety },
    remembered: memory.remembered,
  });
  const common = {
    type: 'run.permissionDecided',
    callId: use.id,
    tool: tool.name,
    what: inWords(tool, subject),
  } as const;
  const decided = verdict.kind === 'ask' ? await askPerson(env, common, verdict) : byRules(common, verdict);
  // Looking is not worth an event where nobody had to decide anything.
  const isPlain = verdict.kind === 'allow' && (tool.risk === 'read' || tool.risk === 'ask');
  if (!isPlain) await env.record(decided);
  return permissionOf(decided, false);
}

type Common = Pick<Decided, 'type' | 'callId' | 'tool' | 'what'>;

const byRules = (common: Common, { kind, by, reason }: PermissionVerdict): Decided => ({
  ...common,
  allowed: kind === 'allow',
  ...{ by, reason },
});

async function askPerson(
  { world, assignment, signal }: CallEnv,
  common: Common,
  { reason, rememberAs }: PermissionVerdict,
): Promise<Decided> {
  const { tool, what } = common;
  const { allow, remember, message } = await world.approvals.permit(
    {
      ...{ runId: world.runId, taskId: assignment.taskId, tool, what, reason },
      ...(rememberAs && { rememberAs: rememberAs.words }),
    },
    signal,
  );
  return {
    ...common,
    allowed: allow,
    by: 'person',
    reason: allow ? reason : (message ?? 'they gave no reason.'),
    ...(allow && remember && rememberAs && { remembered: rememberAs.class }),
  };
}

function permissionOf({ allowed, by, reason }: Decided, isAgain: boolean): Permission {
  if (allowed) return { allowed, isAgain };
  const because = by === 'person' ? `the person did not allow it: ${reason}` : `it is refused because ${reason}.`;
  return { allowed, message: `Not run: ${because}` };
}

function inWords({ name }: Tool, subject: ToolSubject): string {
  switch (subject.kind) {
    case 'command':
      return subject.command;
    case 'paths':
      return subject.paths.join(', ');
    case 'none':
      return name;
  }
}
