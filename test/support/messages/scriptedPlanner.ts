// A stand-in for a planning model: it answers from what is asked, the same to the same question, like a diligent clerk.
import type { ModelAnswer, ModelTask } from '../../../src/core/plan/decompose/answer.ts';
import type { Reply } from './server.ts';
import type { WireRequest } from './validate.ts';

export interface ScriptedPlanner {
  /** Requirements a root task covers. */
  readonly perRoot?: number;
  readonly rootHours?: number;
  readonly childHours?: number;
  readonly questions?: ModelAnswer['questions'];
  readonly delayMs?: number;
  /** Changes an answer before it is sent: for faults of every kind. */
  readonly spoil?: (answer: ModelAnswer, asked: Asked) => unknown;
}

export interface Asked {
  readonly kind: 'questions' | 'roots' | 'split' | 'rest' | 'join' | 'replan' | 'repair';
  /** The text of the last user message. */
  readonly question: string;
  /** All the user's messages of the exchange before that. */
  readonly first: string;
  readonly index: number;
}

const EMPTY: ModelAnswer = { questions: [], decisions: [], tasks: [] };

/** For `MessagesServer`'s `answer`. */
export function scriptedPlanner(options: ScriptedPlanner = {}): (request: WireRequest, index: number) => Reply {
  return (request, index) => {
    const users = request.messages
      .filter(({ role }) => role === 'user')
      .map(({ content }) => content.map(({ text }) => String(text)).join('\n'));
    const asked: Asked = {
      kind: kindOf(users.at(-1) ?? ''),
      question: users.at(-1) ?? '',
      first: users[0] ?? '',
      index,
    };
    const kind = asked.kind === 'repair' ? kindOf(asked.first) : asked.kind;
    const answer = { ...EMPTY, ...answerTo(kind, asked.first, textOfSystem(request), options) };
    return { content: JSON.stringify(options.spoil?.(answer, asked) ?? answer), delayMs: options.delayMs ?? 0 };
  };
}

const textOfSystem = ({ system }: WireRequest): string => system.map(({ text }) => String(text)).join('\n');

function kindOf(question: string): Asked['kind'] {
  if (question.startsWith('Your answer has these faults')) return 'repair';
  if (question.includes('Before planning:')) return 'questions';
  if (question.includes('<uncovered>')) return 'rest';
  if (question.includes('<changed>')) return 'replan';
  if (question.includes('<tasks>')) return 'join';
  return question.includes('<task>') ? 'split' : 'roots';
}

function answerTo(
  kind: Asked['kind'],
  question: string,
  system: string,
  options: ScriptedPlanner,
): Partial<ModelAnswer> {
  const { perRoot = 4, rootHours = 24, childHours = 6 } = options;
  switch (kind) {
    case 'questions':
      return { questions: options.questions ?? [] };
    case 'split':
      return { tasks: split(question, childHours) };
    case 'rest':
      return {
        tasks: between(question, 'uncovered').map((line) =>
          task(`rest-${line.slice(0, 5)}`, [line.slice(0, 5)], childHours),
        ),
      };
    case 'join':
      return {};
    case 'replan':
      return { tasks: replan(question, childHours) };
    case 'roots':
    case 'repair': {
      const ids = between(system, 'requirements').flatMap((line) => /^(R-\d+)/.exec(line)?.[1] ?? []);
      const groups = Array.from({ length: Math.ceil(ids.length / perRoot) }, (_, at) =>
        ids.slice(at * perRoot, (at + 1) * perRoot),
      );
      return {
        decisions: ['The store is called vault.'],
        tasks: groups.map((group) => task(`part-${group[0] ?? ''}`, group, rootHours)),
      };
    }
  }
}

/** Tasks given again with a mark, and one task for each other requirement. */
function replan(question: string, hours: number): ModelTask[] {
  const given = between(question, 'tasks')
    .join('\n')
    .split(/\n(?=\{)/)
    .filter(Boolean)
    .map((text) => JSON.parse(text) as { key: string; covers: string[] });
  const covered = new Set(given.flatMap(({ covers }) => covers));
  const ids = between(question, 'changed').map((line) => line.slice(0, line.indexOf(' ')));
  return [
    ...given.map(({ key, covers }) => ({ ...task(key, covers, hours), key, title: `Do ${key} anew` })),
    ...ids.filter((id) => !covered.has(id)).map((id) => task(`new-${id}`, [id], hours)),
  ];
}

function split(question: string, hours: number): ModelTask[] {
  const parent = JSON.parse(between(question, 'task').join('\n')) as { key: string; covers: string[] };
  const first = parent.covers.filter((_, at) => at % 2 === 0);
  const second = parent.covers.filter((_, at) => at % 2 === 1);
  const build = task(`${parent.key}-build`, first, hours);
  const prove = task(`${parent.key}-prove`, second, hours);
  return [
    build,
    { ...prove, depends_on: [{ key: build.key, kind: 'layer', quote: '', reason: 'It checks what is built.' }] },
  ];
}

function between(text: string, tag: string): string[] {
  return (new RegExp(`<${tag}>\\n([\\s\\S]*?)\\n</${tag}>`).exec(text)?.[1] ?? '').split('\n').filter(Boolean);
}

export function task(key: string, covers: readonly string[], hours: number): ModelTask {
  return {
    key: key.toLowerCase(),
    title: `Do ${key}`,
    description: `What ${key} is about.`,
    acceptance_criteria: [`${key} works.`],
    hours,
    complexity: 3,
    priority: 'medium',
    category: 'feature',
    tags: ['planned'],
    covers: [...covers],
    depends_on: [],
    test_strategy: 'A unit test.',
    risks: [],
    same_as: [],
  };
}
