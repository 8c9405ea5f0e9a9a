// What takes long to work out of a document's text. `src/server.ts` has it done in a thread of its own, so that typing
// never waits for it; everything here can be sent between threads.
import { isConductorError } from '../core/errors.ts';
import { judgeDocument, type DocumentProblem } from '../core/plan/document.ts';
import { readPlan, type WrittenPlan } from '../core/plan/document/read.ts';
import { lintPlan } from '../core/plan/lint.ts';
import type { LintFinding, Plan } from '../core/plan/model.ts';
import { findAmbiguities, type Ambiguity } from '../core/prd/ambiguity.ts';
import { markdownReader } from '../core/prd/markdown.ts';
import { locateRequirements } from '../core/prd/locate.ts';
import type { Prd, Requirement, RequirementId } from '../core/prd/model.ts';
import { readPrd } from '../core/prd/read.ts';

/** More squiggles in one document help nobody, and the editor chokes on them. */
const MOST_FINDINGS = 1_000;

export interface PrdAnalysis {
  readonly prd: Prd;
  readonly ambiguities: readonly Ambiguity[];
}

/** What a plan document says, with the place of each key. */
export type PlanText = Omit<WrittenPlan, 'reader'>;

export interface PlanCheck {
  /** Without tasks where the text is no YAML. */
  readonly written: PlanText;
  /** Null while there are problems. */
  readonly plan: Plan | null;
  readonly problems: readonly DocumentProblem[];
  /** Of the plan; empty while there are problems. */
  readonly findings: readonly LintFinding[];
}

export interface Analyst {
  analysePrd(text: string): Promise<PrdAnalysis>;
  /** The line (from 0) of each requirement that the text still has. */
  locate(text: string, requirements: readonly Requirement[]): Promise<ReadonlyMap<RequirementId, number>>;
  /** `base` is the plan that the document shows; null for a document on its own. */
  checkPlan(text: string, base: Plan | null): Promise<PlanCheck>;
}

export const analyst: Analyst = {
  analysePrd,
  locate: (text, requirements) => Promise.resolve(locate(text, requirements)),
  checkPlan: (text, base) => Promise.resolve(checkPlan(text, base)),
};

async function analysePrd(text: string): Promise<PrdAnalysis> {
  try {
    const prd = await readPrd(markdownReader, new TextEncoder().encode(text));
    return { prd, ambiguities: findAmbiguities(prd).slice(0, MOST_FINDINGS) };
  } catch (error) {
    // An empty file is no fault while it is being written.
    if (!isConductorError(error)) throw error;
    return { prd: { title: '', sections: [], requirements: [], dependencies: [], phases: [] }, ambiguities: [] };
  }
}

function locate(text: string, requirements: readonly Requirement[]): ReadonlyMap<RequirementId, number> {
  return new Map(Array.from(locateRequirements(text, requirements), ([{ id }, line]) => [id, line]));
}

function checkPlan(text: string, base: Plan | null): PlanCheck {
  const { reader, ...written } = readPlan(text);
  const { plan, problems } = judgeDocument({ ...written, reader }, base ?? baseOf(written));
  return { written, plan, problems, findings: plan ? lintPlan(plan).slice(0, MOST_FINDINGS) : [] };
}

/** A plan without tasks that knows every requirement that the document names: on its own it cannot be doubted. */
function baseOf({ title, source, tasks }: PlanText): Plan {
  const ids = new Set(tasks.flatMap(({ covers }) => covers.map(({ value }) => value as RequirementId)));
  return {
    title: title ?? '',
    sourceFile: source?.value ?? '',
    sourceHash: '',
    planner: 'outline',
    sections: [],
    requirements: Array.from(ids, requirementNamed),
    tasks: [],
    uncovered: [],
  };
}

function requirementNamed(id: RequirementId): Requirement {
  const source = { line: 1, column: 1, endLine: 1, endColumn: 1 };
  return { id, text: '', kind: 'functional', section: null, parent: null, form: 'item', source };
}
