// What an agent knows of its run, folded from the run's events: the same after a restart as without one.
import type { AssistantPart, StopReason, Usage } from '../model/backend.ts';
import { addUsage, NO_USAGE } from '../model/prices.ts';
import { canonicalJson, digestOf } from './digest.ts';
import type { RunEvent } from './runEvents.ts';

type Of<Type extends RunEvent['type']> = Extract<RunEvent, { type: Type }>;
export type ToolUse = Extract<AssistantPart, { type: 'toolUse' }>;
export type Nudge = Of<'run.nudged'>;

export interface TurnMemory {
  readonly turn: number;
  readonly parts: readonly AssistantPart[];
  readonly stop: StopReason;
  readonly usage: Usage;
  readonly durationMs: number;
  readonly uses: readonly ToolUse[];
  readonly results: Map<string, Of<'run.toolFinished'>>;
  readonly permissions: Map<string, Of<'run.permissionDecided'>>;
  /** What came after its results, before the next turn. */
  readonly after: (Of<'run.feedback'> | Nudge)[];
  /** A digest of the proposals as they were after its last call. */
  changes: string;
}

export interface AskedQuestion {
  readonly id: string;
  readonly text: string;
  answer?: string;
}

export class RunMemory {
  readonly turns: TurnMemory[] = [];
  readonly questions: AskedQuestion[] = [];
  /** Feedback that was there before the first turn. */
  readonly before: Of<'run.feedback'>[] = [];
  /** Classes that need not be asked again. */
  readonly remembered: string[] = [];
  /** Of every call that was paid for, compactions too. */
  readonly calls: Usage[] = [];
  assigned: Pick<Of<'run.assigned'>, 'assignment' | 'core'> | null = null;
  compaction: Of<'run.compacted'> | null = null;
  /** How many turns there were when the last compaction happened. */
  compactedAfter = 0;
  /** Null once feedback came. */
  lastNudge: { readonly nudge: Nudge; readonly afterTurn: number } | null = null;
  /** Loops are looked for after this many turns: before, the agent was told something new, or has forgotten. */
  watchFrom = 0;
  usage: Usage = NO_USAGE;
  /** A digest of the proposal for each path. */
  readonly #changes = new Map<string, string>();

  constructor(events: readonly RunEvent[]) {
    events.forEach((event) => this.add(event));
  }

  get last(): TurnMemory | undefined {
    return this.turns.at(-1);
  }

  add(event: RunEvent): void {
    // What concerns review, gates and git is no business of the agent's. The key makes the types fit.
    const hear = this.#heard[event.type] as ((event: RunEvent) => void) | undefined;
    hear?.(event);
  }

  readonly #heard: { readonly [Type in RunEvent['type']]?: (event: Of<Type>) => void } = {
    'run.assigned': (event) => (this.assigned = event),
    'run.turnFinished': (event) => this.#addTurn(event),
    'run.toolFinished': (event) => this.#addResult(event),
    'run.permissionDecided': (event) => {
      this.last?.permissions.set(event.callId, event);
      if (event.remembered !== undefined && event.allowed) this.remembered.push(event.remembered);
    },
    'run.questionAsked': ({ id, text }) => this.questions.push({ id, text }),
    'run.questionAnswered': ({ id, answer }) => {
      const question = this.questions.find((asked) => asked.id === id);
      if (question) question.answer = answer;
    },
    'run.feedback': (event) => {
      (this.last?.after ?? this.before).push(event);
      this.lastNudge = null;
      this.watchFrom = this.turns.length;
    },
    'run.nudged': (event) => {
      this.last?.after.push(event);
      this.lastNudge = { nudge: event, afterTurn: this.turns.length };
      this.watchFrom = this.turns.length;
    },
    'run.compacted': (event) => {
      this.compaction = event;
      this.compactedAfter = this.turns.length;
      this.watchFrom = this.turns.length;
      this.#pay(event.usage);
    },
  };

  #addTurn({ turn, parts, stop, usage, durationMs }: Of<'run.turnFinished'>): void {
    this.turns.push({
      ...{ turn, parts, stop, usage, durationMs },
      uses: parts.filter((part) => part.type === 'toolUse'),
      results: new Map(),
      permissions: new Map(),
      after: [],
      changes: this.last?.changes ?? digestOf(''),
    });
    this.#pay(usage);
  }

  #addResult(event: Of<'run.toolFinished'>): void {
    const turn = this.last;
    if (!turn) return;
    turn.results.set(event.callId, event);
    if (event.proposals.length === 0) return;
    for (const { path, change } of event.proposals) {
      if (change) this.#changes.set(path, digestOf(canonicalJson(change)));
      else this.#changes.delete(path);
    }
    turn.changes = digestOf(canonicalJson(Object.fromEntries(this.#changes)));
  }

  #pay(usage: Usage): void {
    this.calls.push(usage);
    this.usage = addUsage(this.usage, usage);
  }
}
