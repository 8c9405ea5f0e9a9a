// Conductor's words for a call → messages for models without a system role and without schemas.
import type { AssistantPart, JsonSchema, ModelRequest, UserPart } from '../../core/model/backend.ts';

export type EditorMessagePart =
  Extract<UserPart, { readonly type: 'toolResult' }> | Exclude<AssistantPart, { readonly type: 'opaque' }>;

export interface EditorMessage {
  readonly role: 'user' | 'assistant';
  readonly parts: readonly EditorMessagePart[];
}

/** The system's texts begin the first user message; a schema ends the last one, in words. */
export function editorMessages({ system, messages, output }: ModelRequest): readonly EditorMessage[] {
  const last = messages.length - 1;
  return messages.map(({ role, parts }, index): EditorMessage => {
    const own: readonly EditorMessagePart[] = parts.filter((part) => part.type !== 'opaque');
    if (role === 'assistant') return { role, parts: own };
    const before = index === 0 ? system.map(({ text }) => ({ type: 'text' as const, text })) : [];
    const after = index === last && output ? [{ type: 'text' as const, text: schemaInWords(output) }] : [];
    return { role, parts: [...before, ...own, ...after] };
  });
}

/** All texts that are sent, for counting. */
export function textsOf(request: ModelRequest): readonly string[] {
  const parts = editorMessages(request).flatMap((message) => message.parts);
  const tools = request.tools?.map((tool) => JSON.stringify(tool)) ?? [];
  return [...parts.map((part) => (part.type === 'toolUse' ? JSON.stringify(part.input) : part.text)), ...tools];
}

const schemaInWords = (schema: JsonSchema): string =>
  `Answer with one JSON value that this JSON Schema accepts, and with nothing before or after it:\n${JSON.stringify(schema)}`;

/** Models that are told to give JSON alone like to wrap it in a code block, or in a sentence and a code block. */
export function withoutFence(text: string): string {
  const fenced = /^[^{[]*?```(?:json)?[ \t]*\r?\n([\s\S]*?)\r?\n[ \t]*```[^}\]]*$/i.exec(text);
  return (fenced?.[1] ?? text).trim();
}
