// What Conductor asks of a language model, in its own words: no provider's type crosses this border.

/** Where a provider may cache everything up to and including this part. At most four in one request. */
export interface TextPart {
  readonly type: 'text';
  readonly text: string;
  readonly cache?: boolean;
}

export type AssistantPart =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'toolUse'; readonly id: string; readonly name: string; readonly input: unknown }
  /** Something the provider wants back unchanged in the next turn (e.g. signed thinking). */
  | { readonly type: 'opaque'; readonly value: unknown };

export type UserPart =
  | TextPart
  | {
      readonly type: 'toolResult';
      readonly id: string;
      readonly text: string;
      readonly isError?: boolean;
      readonly cache?: boolean;
    };

export type ModelMessage =
  | { readonly role: 'user'; readonly parts: readonly UserPart[] }
  | { readonly role: 'assistant'; readonly parts: readonly AssistantPart[] };

/** A JSON Schema (draft 2020-12) as plain data. */
export type JsonSchema = Readonly<Record<string, unknown>>;

export interface ToolSpec {
  readonly name: string;
  readonly description: string;
  readonly input: JsonSchema;
}

export interface ModelRequest {
  readonly model: string;
  /** The most tokens that the answer may have. */
  readonly maxTokens: number;
  readonly system: readonly TextPart[];
  readonly messages: readonly ModelMessage[];
  readonly tools?: readonly ToolSpec[];
  /** The answer's text must be JSON of this schema. The same schema in every call of a job keeps the cached prefix valid. */
  readonly output?: JsonSchema;
  /** Sent where the model takes it; otherwise left out with a warning in the log. */
  readonly temperature?: number;
  /** For the log and progress, e.g. "decompose: document-parser". Never document text. */
  readonly purpose: string;
}

export type StopReason = 'end' | 'tools' | 'truncated' | 'refusal' | 'contextFull' | 'paused';

/** Tokens of one call. The whole input is the sum of the three input numbers. */
export interface Usage {
  readonly input: number;
  readonly cacheRead: number;
  readonly cacheWrite: number;
  readonly output: number;
}

export type ModelEvent =
  | { readonly type: 'text'; readonly text: string }
  | { readonly type: 'thinking'; readonly text: string }
  /** The attempt failed for a passing reason; what it said so far is void, and the call starts anew after the delay. */
  | { readonly type: 'retrying'; readonly attempt: number; readonly delayMs: number; readonly reason: string }
  /** Always the last event of a call that did not throw. */
  | {
      readonly type: 'done';
      readonly parts: readonly AssistantPart[];
      readonly stop: StopReason;
      readonly usage: Usage;
      /** The provider's name for the request, for its support; absent where it gives none. */
      readonly requestId?: string;
    };

export interface ModelInfo {
  readonly id: string;
  readonly name: string;
  /** Tokens of the context window; absent when the provider does not tell. */
  readonly maxInput?: number;
  readonly maxOutput?: number;
  readonly takesTemperature: boolean;
  readonly takesSchema: boolean;
}

/**
 * A source of model answers. Retries of passing faults happen inside and nowhere else.
 * Throws ConductorError `model.*`; an aborted signal throws its reason.
 */
export interface ModelBackend {
  /** For a person: "Claude", "VS Code". */
  readonly name: string;
  /** True when a call can be made: there is a key, or the person has agreed. Sends nothing. */
  isReady(): Promise<boolean>;
  stream(request: ModelRequest, signal: AbortSignal): AsyncIterable<ModelEvent>;
  /** Tokens of the input as the provider counts them. */
  countTokens(request: ModelRequest, signal: AbortSignal): Promise<number>;
  /** What the provider offers now, best first. */
  listModels(signal: AbortSignal): Promise<readonly ModelInfo[]>;
}

export type Answer = Extract<ModelEvent, { type: 'done' }>;

/** Runs a call to its end and gives the whole answer. `onEvent` sees everything on the way. */
export async function complete(
  backend: ModelBackend,
  request: ModelRequest,
  signal: AbortSignal,
  onEvent?: (event: ModelEvent) => void,
): Promise<Answer> {
  let answer: Answer | undefined;
  for await (const event of backend.stream(request, signal)) {
    onEvent?.(event);
    if (event.type === 'done') answer = event;
  }
  if (!answer) throw new Error(`The backend ${backend.name} ended a call without an answer.`);
  return answer;
}

/** The text of an answer, without thinking and tool calls. */
export function textOf(answer: Answer): string {
  return answer.parts.map((part) => (part.type === 'text' ? part.text : '')).join('');
}
