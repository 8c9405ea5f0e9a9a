// Conductor's words for a call → the Messages API's.
import type Anthropic from '@anthropic-ai/sdk';
import type { AssistantPart, ModelMessage, ModelRequest, TextPart, UserPart } from '../../core/model/backend.ts';

export type CallBody = Omit<Anthropic.MessageCreateParamsNonStreaming, 'max_tokens'>;

const CACHED = { cache_control: { type: 'ephemeral' } } as const;

/** Everything but `max_tokens`, so that counting and calling send the same. `temperature` has no place in this API version. */
export function callBody(request: ModelRequest): CallBody {
  return {
    model: request.model,
    system: request.system.map(textBlock),
    messages: request.messages.map(messageParam),
    ...(request.tools && {
      tools: request.tools.map(({ name, description, input }) => ({
        name,
        description,
        input_schema: input as Anthropic.Tool.InputSchema,
      })),
    }),
    ...(request.output && { output_config: { format: { type: 'json_schema', schema: { ...request.output } } } }),
  };
}

function messageParam({ role, parts }: ModelMessage): Anthropic.MessageParam {
  return role === 'user' ? { role, content: parts.map(userBlock) } : { role, content: parts.map(assistantBlock) };
}

function textBlock({ text, cache }: TextPart): Anthropic.TextBlockParam {
  return { type: 'text', text, ...(cache && CACHED) };
}

function userBlock(part: UserPart): Anthropic.TextBlockParam | Anthropic.ToolResultBlockParam {
  if (part.type === 'text') return textBlock(part);
  const { id, text, isError, cache } = part;
  return {
    type: 'tool_result',
    tool_use_id: id,
    content: text,
    ...(isError && { is_error: true }),
    ...(cache && CACHED),
  };
}

function assistantBlock(part: AssistantPart): Anthropic.ContentBlockParam {
  switch (part.type) {
    case 'text':
      return { type: 'text', text: part.text };
    case 'toolUse':
      return { type: 'tool_use', id: part.id, name: part.name, input: part.input };
    case 'opaque':
      return part.value as Anthropic.ContentBlockParam; // It came from `answerParts` and goes back as it was.
  }
}

/** The blocks of an answer; what Conductor does not read itself is kept for the next turn. Empty texts are refused as input, so they go. */
export function answerParts(content: readonly Anthropic.ContentBlock[]): AssistantPart[] {
  return content.flatMap((block): AssistantPart[] => {
    if (block.type === 'text') return block.text.trim() === '' ? [] : [{ type: 'text', text: block.text }];
    if (block.type === 'tool_use') return [{ type: 'toolUse', id: block.id, name: block.name, input: block.input }];
    return [{ type: 'opaque', value: block }];
  });
}
