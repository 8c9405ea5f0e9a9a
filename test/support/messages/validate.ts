// What the Messages API (version 2026-10-21) refuses, in its own words. Sources: platform.claude.com/docs, errors of the SDK's types.

/** An answer with status 400 unless another status is given. */
export class Refusal extends Error {
  readonly status: number;
  readonly type: string;

  constructor(message: string, status = 400, type = 'invalid_request_error') {
    super(message);
    this.status = status;
    this.type = type;
  }
}

export type Json = Readonly<Record<string, unknown>>;

export interface Block extends Json {
  readonly type: string;
}

export interface WireMessage {
  readonly role: string;
  readonly content: readonly Block[];
}

/** A request that passed: string content has become one text block. */
export interface WireRequest {
  readonly model: string;
  readonly maxTokens: number;
  readonly tools: readonly Json[];
  readonly system: readonly Block[];
  readonly messages: readonly WireMessage[];
  readonly format: Json | null;
  readonly stream: boolean;
}

const FIELDS = new Set(
  'model max_tokens messages system tools tool_choice stop_sequences thinking output_config cache_control metadata service_tier speed diagnostics container inference_geo stream'.split(
    ' ',
  ),
);
const REFUSED_KEYWORDS =
  'minimum maximum exclusiveMinimum exclusiveMaximum multipleOf minLength maxLength maxItems uniqueItems'.split(' ');
const MAX_BREAKPOINTS = 4;

const isObject = (value: unknown): value is Json =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

export function validateRequest(body: unknown): WireRequest {
  if (!isObject(body)) throw new Refusal('The request body is not a JSON object.');
  for (const field of Object.keys(body)) {
    if (!FIELDS.has(field)) throw new Refusal(`${field}: Extra inputs are not permitted`);
  }
  const { model, max_tokens: maxTokens } = body;
  if (typeof model !== 'string' || model === '') throw new Refusal('model: Field required');
  if (!Number.isInteger(maxTokens) || (maxTokens as number) < 1) {
    throw new Refusal('max_tokens: Input should be greater than or equal to 1');
  }
  const system = blocksOf(body['system'] ?? [], 'system');
  const tools = validateTools(body['tools'] ?? []);
  const messages = validateMessages(body['messages']);
  const format = validateOutput(body['output_config']);
  validateBreakpoints([body, ...tools, ...system, ...messages.flatMap(({ content }) => content)]);
  return { model, maxTokens: maxTokens as number, tools, system, messages, format, stream: body['stream'] === true };
}

function blocksOf(content: unknown, where: string): readonly Block[] {
  if (typeof content === 'string') return blocksOf([{ type: 'text', text: content }], where);
  if (!Array.isArray(content)) throw new Refusal(`${where}: Input should be a valid list`);
  return content.map((block: unknown, index) => {
    const place = `${where}.${index}`;
    if (!isObject(block) || typeof block['type'] !== 'string') throw new Refusal(`${place}.type: Field required`);
    if (block['type'] === 'text') validateText(block, place);
    return block as Block;
  });
}

function validateText(block: Json, place: string): void {
  if (typeof block['text'] !== 'string') throw new Refusal(`${place}.text: Field required`);
  if (block['text'] === '') {
    const also = block['cache_control'] ? ' cache_control cannot be set for empty text blocks' : '';
    throw new Refusal(`${place}: text content blocks must be non-empty${also}`);
  }
  if (block['text'].trim() === '') throw new Refusal(`${place}: text content blocks must contain non-whitespace text`);
}

function validateTools(tools: unknown): readonly Json[] {
  if (!Array.isArray(tools)) throw new Refusal('tools: Input should be a valid list');
  const names = new Set<unknown>();
  return tools.map((tool: unknown, index) => {
    if (!isObject(tool)) throw new Refusal(`tools.${index}: Input should be an object`);
    const name = tool['name'];
    if (typeof name !== 'string' || !/^[a-zA-Z0-9_-]{1,128}$/.test(name)) {
      throw new Refusal(`tools.${index}.name: String should match pattern '^[a-zA-Z0-9_-]{1,128}$'`);
    }
    if (names.has(name)) throw new Refusal('tools: Tool names must be unique.');
    names.add(name);
    if (!isObject(tool['input_schema']) || tool['input_schema']['type'] !== 'object') {
      throw new Refusal(`tools.${index}.input_schema.type: Input should be 'object'`);
    }
    return tool;
  });
}

function validateMessages(value: unknown): readonly WireMessage[] {
  if (!Array.isArray(value) || value.length === 0) throw new Refusal('messages: at least one message is required');
  const messages = value.map((message: unknown, index): WireMessage => {
    if (!isObject(message) || (message['role'] !== 'user' && message['role'] !== 'assistant')) {
      throw new Refusal(`messages.${index}.role: Input should be 'user' or 'assistant'`);
    }
    const content = blocksOf(message['content'], `messages.${index}.content`);
    if (content.length === 0) throw new Refusal(`messages.${index}: all messages must have non-empty content`);
    return { role: message['role'], content };
  });
  if (messages[0]?.role !== 'user') throw new Refusal('messages: first message must use the "user" role');
  if (messages.at(-1)?.role === 'assistant') {
    throw new Refusal(
      'This model does not support assistant message prefill. The conversation must end with a user message.',
    );
  }
  validateToolPairs(messages);
  return messages;
}

function validateToolPairs(messages: readonly WireMessage[]): void {
  messages.forEach(({ content }, index) => {
    const asked = idsOf(index > 0 ? messages[index - 1]?.content : [], 'tool_use', 'id');
    const answered = idsOf(content, 'tool_result', 'tool_use_id');
    const stray = answered.find((id) => !asked.includes(id));
    if (stray !== undefined) {
      throw new Refusal(
        `messages.${index}.content: unexpected \`tool_use_id\` found in \`tool_result\` blocks: ${stray}. Each \`tool_result\` block must have a corresponding \`tool_use\` block in the previous message.`,
      );
    }
    const missing = asked.filter((id) => !answered.includes(id));
    if (missing.length > 0) {
      throw new Refusal(
        `messages.${index - 1}: \`tool_use\` ids were found without \`tool_result\` blocks immediately after: ${missing.join(', ')}. Each \`tool_use\` block must have a corresponding \`tool_result\` block in the next message.`,
      );
    }
  });
}

function idsOf(content: readonly Block[] | undefined, type: string, field: string): string[] {
  return (content ?? []).filter((block) => block.type === type).map((block) => String(block[field]));
}

function validateOutput(config: unknown): Json | null {
  if (!isObject(config) || config['format'] === undefined) return null;
  const format = config['format'];
  if (!isObject(format) || format['type'] !== 'json_schema' || !isObject(format['schema'])) {
    throw new Refusal("output_config.format.type: Input should be 'json_schema' with a schema");
  }
  validateSchema(format['schema'], 'output_config.format.schema');
  return format['schema'];
}

function validateSchema(schema: unknown, place: string): void {
  if (!isObject(schema)) return;
  const keyword = REFUSED_KEYWORDS.find((name) => name in schema);
  if (keyword)
    throw new Refusal(`${place}: For '${String(schema['type'])}' type, property '${keyword}' is not supported`);
  if (typeof schema['minItems'] === 'number' && schema['minItems'] > 1) {
    throw new Refusal(`${place}: For 'array' type, 'minItems' values other than 0 or 1 are not supported`);
  }
  if (schema['type'] === 'object' && schema['additionalProperties'] !== false) {
    throw new Refusal(`${place}: For 'object' type, 'additionalProperties' must be explicitly set to false`);
  }
  if (isObject(schema['properties'])) {
    for (const [name, child] of Object.entries(schema['properties'])) validateSchema(child, `${place}.${name}`);
  }
  validateSchema(schema['items'], `${place}.items`);
  if (Array.isArray(schema['anyOf']))
    schema['anyOf'].forEach((child, index) => validateSchema(child, `${place}.anyOf.${index}`));
}

function validateBreakpoints(holders: readonly Json[]): void {
  const count = holders.filter((holder) => holder['cache_control']).length;
  if (count > MAX_BREAKPOINTS) {
    throw new Refusal(`A maximum of ${MAX_BREAKPOINTS} blocks with cache_control may be provided. Found ${count}.`);
  }
}
