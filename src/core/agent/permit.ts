// May this call happen? The rules' verdict, a person's answer where they leave it open, and the record of both.
import type { OrchestrationConfig } from '../config/schema.ts';
import type { Tool, ToolSubject, Risk } from '../tools/tool.ts';
import type { CallEnv } from './toolCalls.ts';
import type { RunEvent } from './runEvents.ts';
import type { ToolUse, TurnMemory } from './runMemory.ts';

export interface PermissionQuery {
  readonly tool: string;
  readonly risk: Risk;
  readonly subject: ToolSubject;
  readonly mode: CallEnv['world']['mode'];
  readonly safety: OrchestrationConfig['safety'];
  /** Classes that a person has allowed for the run. */
  readonly remembered: readonly string[];
}

export type PermissionVerdict =
  | { readonly kind: 'allow'; readonly by: 'rule' | 'mode' | 'person'; readonly reason: string }
  /** `rememberAs`: the class, in words, that one answer may stand for. */
  | { readonly kind: 'ask'; readonly reason: string; readonly rememberAs?: string }
  | { readonly kind: 'deny'; readonly reason: string };

export type PermissionDecider = (query: PermissionQuery) => PermissionVerdict | Promise<PermissionVerdict>;

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
    ...{ tool: tool.name, risk: tool.risk, subject, mode: world.mode, safety: world.config.safety },
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

const byRules = (common: Common, verdict: Exclude<PermissionVerdict, { kind: 'ask' }>): Decided => ({
  ...common,
  allowed: verdict.kind === 'allow',
  by: verdict.kind === 'allow' ? verdict.by : 'rule',
  reason: verdict.reason,
});

async function askPerson(
  { world, assignment, signal }: CallEnv,
  common: Common,
  { reason, rememberAs }: Extract<PermissionVerdict, { kind: 'ask' }>,
): Promise<Decided> {
  const { tool, what } = common;
  const answer = await world.approvals.permit(
    {
      runId: world.runId,
      taskId: assignment.taskId,
      tool,
      what,
      reason,
      ...(rememberAs !== undefined && { rememberAs }),
    },
    signal,
  );
  const { allow, remember, message } = answer;
  return {
    ...common,
    allowed: allow,
    by: 'person',
    reason: allow ? reason : (message ?? 'The person does not allow it.'),
    ...(allow && remember && rememberAs !== undefined && { remembered: rememberAs }),
  };
}

function permissionOf({ allowed, by, reason }: Decided, isAgain: boolean): Permission {
  if (allowed) return { allowed, isAgain };
  const who = by === 'person' ? 'The person did not allow this call' : 'This call is not allowed';
  return { allowed, message: `Not run. ${who}: ${reason}` };
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
