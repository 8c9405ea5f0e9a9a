// What is wrong or doubtful in a plan document, at the place where it can be mended.
import {
  DiagnosticSeverity,
  type Diagnostic,
  type DiagnosticRelatedInformation,
  type Range,
} from 'vscode-languageserver';
import type { DocumentProblem } from '../core/plan/document.ts';
import type { LintFinding, PlanEdit, Severity } from '../core/plan/model.ts';
import type { PlanText } from './analysis.ts';
import type { OpenDocument } from './feature.ts';
import { lineAt, rangeOf } from './places.ts';
import { keyPlaces, placesOfTasks } from './planPlaces.ts';
import type { KnownPlan } from './planTexts.ts';

const SEVERITIES: Readonly<Record<Severity, DiagnosticSeverity>> = {
  error: DiagnosticSeverity.Error,
  warning: DiagnosticSeverity.Warning,
  info: DiagnosticSeverity.Information,
};

export function diagnosePlan(document: OpenDocument, { written, problems, findings }: KnownPlan): Diagnostic[] {
  const places = new Places(document, written);
  return [
    ...problems.map((problem) => ofProblem(document.uri, problem)),
    ...findings.map((finding, index) => ofFinding(finding, index, places)),
  ];
}

function ofProblem(uri: string, { message, span, related }: DocumentProblem): Diagnostic {
  return {
    range: rangeOf(span),
    message,
    severity: DiagnosticSeverity.Error,
    source: 'Conductor',
    code: related ? 'cycle' : 'document',
    ...(related && {
      relatedInformation: related.map((place) => ({
        location: { uri, range: rangeOf(place.span) },
        message: place.message,
      })),
    }),
  };
}

/** `data` is the finding's place in the list, by which its fix is found again. */
function ofFinding({ rule, severity, message, where, fix }: LintFinding, index: number, places: Places): Diagnostic {
  const [edge] = fix?.edits ?? [];
  return {
    range: (edge && places.ofEdge(edge)) ?? places.ofFirst(where),
    message,
    severity: SEVERITIES[severity],
    source: 'Conductor',
    code: rule,
    data: index,
    relatedInformation: places.related(where.slice(1)),
  };
}

class Places {
  readonly #document: OpenDocument;
  readonly #tasks: ReadonlyMap<string, Range>;
  readonly #edges: ReadonlyMap<string, Range>;

  constructor(document: OpenDocument, written: PlanText) {
    this.#document = document;
    this.#tasks = placesOfTasks(written);
    this.#edges = new Map(
      keyPlaces(written)
        .filter(({ use }) => use === 'depends_on')
        .map(({ key, task, range }) => [`${task.key?.value ?? ''} ${key}`, range]),
    );
  }

  ofEdge(edit: PlanEdit): Range | undefined {
    return edit.type === 'undepend' ? this.#edges.get(`${edit.key} ${edit.on}`) : undefined;
  }

  /** What belongs to no task of the document stands at its first line that says something. */
  ofFirst(where: readonly string[]): Range {
    const found = where.map((key) => this.#tasks.get(key)).find((range) => range !== undefined);
    if (found) return found;
    const { text } = this.#document;
    const offset = Math.max(0, text.getText().search(/^title:/m));
    const { line } = text.positionAt(offset);
    return { start: { line, character: 0 }, end: { line, character: lineAt(text, line).length } };
  }

  related(keys: readonly string[]): DiagnosticRelatedInformation[] {
    return keys.flatMap((key) => {
      const range = this.#tasks.get(key);
      return range ? [{ location: { uri: this.#document.uri, range }, message: key }] : [];
    });
  }
}
