// May this tool call happen? Risk, mode and rules in, a verdict out: one pure function.
import { judgeLine, type Judgement } from './commands/judge.ts';
import {
  beginningsOf,
  classOf,
  inWords,
  isForbiddenBy,
  rememberedBeginning,
  startsWith,
  wordsOfRule,
} from './commands/prefixes.ts';
import { reachOfPath, type CommandContext, type PathFact } from './commands/reach.ts';
import type { Mode } from './runEvents.ts';
import type { OrchestrationConfig } from '../config/schema.ts';
import type { Risk, ToolSubject } from '../tools/tool.ts';
import type { ShellKind } from './commands/syntax.ts';

export interface PermissionVerdict {
  readonly kind: 'allow' | 'ask' | 'deny';
  readonly by: 'rule' | 'mode';
  /** Completes "It is allowed (asked, refused) because …", for the person and for the model. */
  readonly reason: string;
  /** What one answer may stand for; absent where each call is asked. */
  readonly rememberAs?: { readonly class: string; readonly words: string };
  /** Asked in every mode. */
  readonly mustAsk?: boolean;
}

/** What is known of the project, gathered by the caller: nothing here looks at a disk. */
export interface PermissionFacts {
  /** Absolute folders that count as the project: its own and the copy in which commands run. */
  readonly roots: readonly string[];
  /** What the subject's paths, or those of `pathsInCommand`, are once links are followed. */
  readonly paths: readonly PathFact[];
  /** Secret files that are there, relative to the project. */
  readonly secretFiles: readonly string[];
  /** Names of the project's own programs, e.g. those of `node_modules/.bin`. */
  readonly localPrograms: readonly string[];
  readonly shell: ShellKind;
}

export interface PermissionQuestion {
  readonly risk: Risk;
  readonly subject: ToolSubject;
  readonly facts: PermissionFacts;
}

export interface PermissionRules {
  readonly mode: Mode;
  readonly safety: Pick<OrchestrationConfig['safety'], 'allow_commands' | 'deny_commands'>;
  /** Classes of `rememberAs` that a person need not be asked about again. */
  readonly remembered: readonly string[];
}

const allow = (by: 'rule' | 'mode', reason: string): PermissionVerdict => ({ kind: 'allow', by, reason });
const deny = (reason: string): PermissionVerdict => ({ kind: 'deny', by: 'rule', reason });
const mustAsk = (reason: string): PermissionVerdict => ({ kind: 'ask', by: 'rule', reason, mustAsk: true });

/** Never throws, whatever the model wrote. */
export function decidePermission(
  { risk, subject, facts }: PermissionQuestion,
  rules: PermissionRules,
): PermissionVerdict {
  if (subject.kind === 'command') return decideCommand(subject.command, contextOf(facts), rules);
  if (subject.kind === 'paths') return worstOf(subject.paths.map((path) => decidePath(path, risk, facts, rules.mode)));
  if (risk !== 'execute') return allow('mode', 'it changes nothing');
  return rules.mode === 'autonomous'
    ? allow('mode', 'the mode allows it')
    : { kind: 'ask', by: 'mode', reason: 'the mode asks before anything is run' };
}

/** The paths that a line names, for the caller to follow their links. */
export function pathsInCommand(command: string, facts: Omit<PermissionFacts, 'paths'>): readonly string[] {
  const found = new Set<string>();
  const factOf = (path: string): undefined => void found.add(path);
  judgeLine(command, { ...contextOf({ ...facts, paths: [] }), factOf });
  return [...found];
}

function contextOf({ paths, ...facts }: PermissionFacts): CommandContext {
  const known = new Map(paths.map((fact) => [fact.path, fact]));
  return { ...facts, factOf: (path) => known.get(path), folders: new Set() };
}

function decidePath(path: string, risk: Risk, facts: PermissionFacts, mode: Mode): PermissionVerdict {
  const reach = reachOfPath(path, contextOf(facts));
  if (reach === 'outside') return deny(`\`${path}\` is outside the project`);
  if (risk === 'write') {
    if (reach === 'git') return deny(`\`${path}\` belongs to git`);
    if (/^(?:\.\/+)*\.taskwerk\/+taskwerk\.db/i.test(path)) return deny(`\`${path}\` is the database of Taskwerk`);
    return allow('mode', 'nothing is written before the review');
  }
  if (reach !== 'inside') return mustAsk(`\`${path}\` may hold secrets`);
  if (risk === 'execute' && mode !== 'autonomous')
    return { kind: 'ask', by: 'mode', reason: 'the mode asks before anything is run' };
  return allow('mode', 'it only reads inside the project');
}

function decideCommand(command: string, context: CommandContext, rules: PermissionRules): PermissionVerdict {
  const { shell } = context;
  const parsedRules: ParsedRules = {
    allowed: rules.safety.allow_commands.map((rule) => wordsOfRule(rule, shell)),
    denied: rules.safety.deny_commands.map((rule) => wordsOfRule(rule, shell)),
    remembered: rules.remembered.flatMap(beginningsOf),
    mode: rules.mode,
    shell,
  };
  const line = judgeLine(command, context);
  const verdict =
    line.kind === 'unparsable'
      ? mustAsk(`the command cannot be read with certainty: it ${line.reason}`)
      : join(line.commands.map((judgement) => decideJudgement(judgement, parsedRules, false)));
  const isWholeRule = rules.safety.allow_commands.some((rule) => rule.trim() === command.trim());
  return isWholeRule && verdict.kind === 'ask'
    ? allow('rule', 'the whole line is allowed by `allow_commands`')
    : verdict;
}

interface ParsedRules {
  readonly allowed: readonly (readonly string[])[];
  readonly denied: readonly (readonly string[])[];
  readonly remembered: readonly (readonly string[])[];
  readonly mode: Mode;
  readonly shell: ShellKind;
}

const longest = (rules: readonly (readonly string[])[]): readonly string[] | null =>
  rules.reduce<readonly string[] | null>((best, rule) => (rule.length > (best?.length ?? 0) ? rule : best), null);

/** `isCovered`: a rule about the command that runs this one has named this one too. */
function decideJudgement(judgement: Judgement, rules: ParsedRules, isCovered: boolean): PermissionVerdict {
  const { tokens, inner } = judgement;
  const denied = longest(rules.denied.filter((rule) => isForbiddenBy(rule, judgement, rules.shell)));
  const allowed = longest(rules.allowed.filter((rule) => startsWith(tokens, rule)));
  if (denied !== null && denied.length >= (allowed?.length ?? 0))
    return deny(`\`${denied.join(' ')}\` is forbidden by \`deny_commands\``);
  if (allowed !== null && isWholly(judgement, allowed)) {
    const within = join(inner.map((one) => decideJudgement(one, rules, true)));
    return within.kind === 'deny' ? within : allow('rule', `\`${tokens.join(' ')}\` is allowed by \`allow_commands\``);
  }
  const rule = judgement.hasVariables ? null : ruleFor(tokens, allowed, rules.remembered);
  const covers =
    judgement.finding.level !== 'dangerous' && (isCovered || (rule?.words.length ?? 0) > wrapperLength(judgement));
  return join([
    decideFinding(judgement, rules, isCovered, rule),
    ...inner.map((one) => decideJudgement(one, rules, covers)),
  ]);
}

/** Nothing of the command is left that the rule does not say. */
const isWholly = ({ tokens, isLiteral, hasVariables, hasRedirects }: Judgement, rule: readonly string[]): boolean =>
  rule.length === tokens.length && isLiteral && !hasVariables && !hasRedirects;

interface Rule {
  readonly words: readonly string[];
  readonly isAnswer: boolean;
}

function ruleFor(
  tokens: readonly string[],
  allowed: readonly string[] | null,
  remembered: readonly (readonly string[])[],
): Rule | null {
  const answer = longest(remembered.filter((words) => startsWith(tokens, words)));
  if (allowed !== null)
    return { words: (answer?.length ?? 0) > allowed.length ? (answer ?? allowed) : allowed, isAnswer: false };
  return answer === null ? null : { words: answer, isAnswer: true };
}

/** Words before the command that is run in turn; more than all where that is not simply the rest. */
function wrapperLength({ tokens, inner }: Judgement): number {
  const [only] = inner;
  if (only === undefined || inner.length > 1 || only.tokens.length >= tokens.length) return Infinity;
  const length = tokens.length - only.tokens.length;
  return startsWith(tokens.slice(length), only.tokens) ? length : Infinity;
}

function decideFinding(
  judgement: Judgement,
  { mode }: ParsedRules,
  isCovered: boolean,
  rule: Rule | null,
): PermissionVerdict {
  const { finding } = judgement;
  if (finding.level === 'dangerous') return mustAsk(finding.reason);
  if (finding.level === 'harmless') return allow('rule', 'it only reads inside the project');
  if (rule !== null) {
    const words = `\`${rule.words.join(' ')}\``;
    return allow('rule', rule.isAnswer ? `a person has allowed ${words}` : `${words} is allowed by \`allow_commands\``);
  }
  if (isCovered) return allow('rule', 'it is allowed together with what runs it');
  if (mode === 'autonomous') return allow('mode', 'the mode allows ordinary commands');
  const beginning = rememberedBeginning(judgement);
  const ask: PermissionVerdict = { kind: 'ask', by: 'mode', reason: `${finding.reason}, and no rule allows it yet` };
  return beginning === null
    ? ask
    : { ...ask, rememberAs: { class: classOf([beginning]), words: inWords([beginning]) } };
}

const rank = { allow: 0, ask: 1, deny: 2 } as const;
const severity = ({ kind, mustAsk: must }: PermissionVerdict): number =>
  rank[kind] + (kind === 'ask' && must === true ? 0.5 : 0);

const worstOf = (verdicts: readonly PermissionVerdict[]): PermissionVerdict =>
  verdicts.reduce(
    (worst, verdict) => (severity(verdict) > severity(worst) ? verdict : worst),
    verdicts[0] ?? allow('mode', 'it changes nothing'),
  );

/** The worst of all; one answer stands for a whole chain only when it can stand for each of its commands. */
function join(verdicts: readonly PermissionVerdict[]): PermissionVerdict {
  const worst = worstOf(verdicts);
  if (worst.rememberAs === undefined) return worst;
  const asked = verdicts.filter(({ kind }) => kind === 'ask');
  const classes = asked.flatMap(({ rememberAs }) => (rememberAs === undefined ? [] : [rememberAs.class]));
  const { rememberAs: _single, ...rest } = worst;
  if (classes.length < asked.length) return rest;
  const beginnings = classes.flatMap(beginningsOf);
  return { ...rest, rememberAs: { class: classOf(beginnings), words: inWords(beginnings) } };
}
