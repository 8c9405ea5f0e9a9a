// What happens in a run, as lines for whoever watches: the agent's words, its calls, gates, decisions.
import type { RunEvent } from '../../core/agent/runEvents.ts';
import type { RunNews } from '../../core/orchestrate/runContext.ts';
import { hang } from '../draw/hang.ts';
import { drawGate, shortId } from '../draw/run.ts';
import type { Screen, Style } from '../draw/screen.ts';
import { truncate } from '../draw/width.ts';
import { count } from '../draw/words.ts';
import { sanitize, sanitizeText } from '../sanitize.ts';

type Lines = (screen: Screen) => readonly string[];

export class NewsLines {
  #text = '';

  /** The lines that are complete with this piece of news; null for none. */
  take(news: RunNews): Lines | null {
    if (news.type === 'text') {
      this.#text += news.text;
      const end = this.#text.lastIndexOf('\n');
      if (end < 0) return null;
      const whole = this.#text.slice(0, end);
      this.#text = this.#text.slice(end + 1);
      return said(whole);
    }
    const rest = this.#text;
    this.#text = '';
    const { event } = news.stored;
    return (screen) => [...(rest.trim() === '' ? [] : said(rest)(screen)), ...drawEvent(sanitize(event), screen)];
  }
}

const said =
  (text: string): Lines =>
  (screen) =>
    hang('  ', sanitizeText(text).trimEnd(), screen);

type Draw<T extends RunEvent['type']> = (event: Extract<RunEvent, { type: T }>, screen: Screen) => readonly string[];

const note =
  (style: Style | undefined, mark: string) =>
  (screen: Screen, text: string): readonly string[] =>
    hang(`${mark} `, text, screen).map((line) => screen.paint(style, line));
const fact = note('dim', '·');
const good = note('green', '✓');
const bad = note('red', '✗');
const warning = note('yellow', '!');

/** Those that are absent say nothing that a person must see. */
const DRAWN: { readonly [T in RunEvent['type']]?: Draw<T> } = {
  'run.dirtyTree': ({ choice, paths }, screen) =>
    choice === 'clean'
      ? []
      : fact(
          screen,
          `${count(paths.length, 'uncommitted file')} of yours ${paths.length === 1 ? 'stays' : 'stay'} as ${paths.length === 1 ? 'it is' : 'they are'}.`,
        ),
  'run.branched': ({ branching: { branch, isNew } }, screen) =>
    fact(screen, `On ${isNew ? 'the new' : 'the'} branch ${branch}.`),
  'run.turnFinished': ({ parts }, screen) =>
    parts.flatMap((part) => (part.type === 'toolUse' ? drawCall(part.name, part.input, screen) : [])),
  'run.permissionDecided': ({ allowed, what, reason, by }, screen) =>
    allowed || by === 'person' ? [] : bad(screen, `Not allowed: ${what} (${reason})`),
  'run.toolFinished': ({ isError, tool, text }, screen) =>
    isError ? bad(screen, `${tool}: ${truncate(text.split('\n', 1)[0] ?? '', 200)}`) : [],
  'run.questionAnswered': ({ by, answer }, screen) =>
    by === 'recommendation' ? fact(screen, `Answered as recommended: ${answer}`) : [],
  'run.nudged': ({ reason }, screen) => warning(screen, `The agent is told to do otherwise: ${reason}`),
  'run.compacted': (_event, screen) => fact(screen, 'The conversation so far was summarized.'),
  // The rest of it has been shown: as findings of gates, or typed by the person.
  'run.feedback': ({ text }, screen) =>
    warning(screen, `Back to the agent: ${(text.split('\n', 1)[0] ?? '').replace(/:$/, '.')}`),
  'run.handedOver': (_event, screen) => good(screen, 'Handed over.'),
  'run.decided': ({ decision, by }, screen) => {
    const who = by === 'mode' ? ' by the mode' : '';
    if (decision.kind === 'reject') return bad(screen, `Rejected${who}.`);
    if (decision.kind === 'requestChanges') return [];
    const without = decision.rejected.length > 0 ? `, without ${decision.rejected.join(', ')}` : '';
    return good(screen, `Accepted${who}${without}.`);
  },
  'run.applying': ({ conflicts }, screen) =>
    conflicts.length === 0
      ? []
      : warning(screen, `You changed the same lines meanwhile: ${conflicts.map(({ path }) => path).join(', ')}.`),
  'run.applied': ({ files }, screen) =>
    files.length === 0 ? [] : good(screen, `${count(files.length, 'file')} in place.`),
  'run.gateFinished': ({ result }, screen) => drawGate(result, screen),
  'run.committed': ({ commit }, screen) => good(screen, `Committed ${shortId(commit)}.`),
  'run.resumed': (_event, screen) => fact(screen, 'Goes on where it was.'),
};

function drawEvent(event: RunEvent, screen: Screen): readonly string[] {
  const draw = DRAWN[event.type] as Draw<RunEvent['type']> | undefined;
  return draw?.(event, screen) ?? [];
}

/** The one word that tells most about a call. */
const TELLING = ['command', 'path', 'pattern', 'from', 'glob'] as const;

/** These open a dialog, or are told as what they lead to. */
const TOLD_ELSEWHERE = ['ask_person', 'complete'];

function drawCall(name: string, input: unknown, screen: Screen): readonly string[] {
  if (TOLD_ELSEWHERE.includes(name)) return [];
  const fields = typeof input === 'object' && input !== null ? (input as Readonly<Record<string, unknown>>) : {};
  const told = TELLING.map((key) => fields[key]).find((value) => typeof value === 'string');
  const line = typeof told === 'string' ? `${name} ${told.replace(/\s+/g, ' ')}` : name;
  return [screen.paint('cyan', `→ ${truncate(line, Math.min(screen.columns, 200) - 2)}`)];
}
