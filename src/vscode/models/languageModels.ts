// The editor's language models (`vscode.lm`) behind the port of the backend.
import * as vscode from 'vscode';
import type { ToolSpec } from '../../core/model/backend.ts';
import type { EditorMessage, EditorMessagePart } from './editorMessages.ts';
import type { EditorLanguageModels, EditorModel, EditorPart } from './editorModels.ts';

export function languageModels({
  languageModelAccessInformation: access,
}: vscode.ExtensionContext): EditorLanguageModels {
  const chats = new WeakMap<EditorModel, vscode.LanguageModelChat>();
  return {
    async select() {
      return (await vscode.lm.selectChatModels()).map((chat) => {
        const model = modelOf(chat);
        chats.set(model, chat);
        return model;
      });
    },
    canSend: (model) => {
      const chat = chats.get(model);
      return chat && access.canSendRequest(chat);
    },
  };
}

function modelOf(chat: vscode.LanguageModelChat): EditorModel {
  const { id, name, vendor, maxInputTokens } = chat;
  return {
    id,
    name,
    vendor,
    maxInputTokens,
    countTokens: (text, signal) => withToken(signal, (token) => chat.countTokens(text, token)),
    async *send(messages, tools, signal) {
      const source = new vscode.CancellationTokenSource();
      const cancel = (): void => source.cancel();
      signal.addEventListener('abort', cancel);
      try {
        const justification = vscode.l10n.t('Conductor plans the document that you chose.');
        const options = { justification, tools: tools.map(toolOf) };
        const reply = await chat.sendRequest(messages.map(messageOf), options, source.token);
        for await (const part of reply.stream) yield* partOf(part);
      } finally {
        signal.removeEventListener('abort', cancel);
        source.dispose();
      }
    },
  };
}

async function withToken<T>(signal: AbortSignal, run: (token: vscode.CancellationToken) => Thenable<T>): Promise<T> {
  const source = new vscode.CancellationTokenSource();
  const cancel = (): void => source.cancel();
  signal.addEventListener('abort', cancel);
  try {
    return await run(source.token);
  } finally {
    signal.removeEventListener('abort', cancel);
    source.dispose();
  }
}

const toolOf = ({ name, description, input }: ToolSpec): vscode.LanguageModelChatTool => ({
  name,
  description,
  inputSchema: input,
});

function messageOf({ role, parts }: EditorMessage): vscode.LanguageModelChatMessage {
  return role === 'user'
    ? vscode.LanguageModelChatMessage.User(parts.flatMap(userPart))
    : vscode.LanguageModelChatMessage.Assistant(parts.flatMap(assistantPart));
}

function userPart(part: EditorMessagePart): (vscode.LanguageModelTextPart | vscode.LanguageModelToolResultPart)[] {
  if (part.type === 'text') return [new vscode.LanguageModelTextPart(part.text)];
  if (part.type === 'toolUse') return [];
  return [new vscode.LanguageModelToolResultPart(part.id, [new vscode.LanguageModelTextPart(part.text)])];
}

function assistantPart(part: EditorMessagePart): (vscode.LanguageModelTextPart | vscode.LanguageModelToolCallPart)[] {
  if (part.type === 'text') return [new vscode.LanguageModelTextPart(part.text)];
  if (part.type === 'toolResult') return [];
  return [new vscode.LanguageModelToolCallPart(part.id, part.name, part.input as object)];
}

/** Parts of kinds that are not known here say nothing that is asked for. */
function* partOf(part: unknown): Iterable<EditorPart> {
  if (part instanceof vscode.LanguageModelTextPart) yield { type: 'text', text: part.value };
  if (part instanceof vscode.LanguageModelToolCallPart) {
    yield { type: 'toolUse', id: part.callId, name: part.name, input: part.input };
  }
}
