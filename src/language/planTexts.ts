// What is known about an open plan document: the plan it shows, and what its text says, worked out once a version.
import { isConductorError } from '../core/errors.ts';
import type { PlanId, StoredPlan } from '../core/plan/model.ts';
import type { Analyst, PlanCheck, PlanText } from './analysis.ts';
import type { OpenDocument } from './feature.ts';
import { LatestWork } from './latest.ts';

export interface KnownPlan extends PlanCheck {
  /** Null for a document on its own. */
  readonly stored: StoredPlan | null;
}

export class PlanTexts {
  readonly #analyst: Analyst;
  readonly #work = new LatestWork<KnownPlan>();
  readonly #known = new Map<string, { readonly state: string; readonly plan: Promise<KnownPlan> }>();
  readonly #readable = new Map<string, PlanText>();

  constructor(analyst: Analyst) {
    this.#analyst = analyst;
  }

  /** For this very version of the text and this revision of the plan. */
  async of(document: OpenDocument): Promise<KnownPlan> {
    const { uri, text } = document;
    const stored = await storedPlanOf(document);
    const state = `${text.version} ${stored?.id ?? ''} ${stored?.revision ?? ''}`;
    const known = this.#known.get(uri);
    if (known?.state === state) return known.plan;
    const { version } = text;
    const isCurrent = (): boolean => text.version === version;
    const plan = this.#work.begin(uri, isCurrent, () => this.#check(uri, text.getText(), stored));
    this.#known.set(uri, { state, plan });
    plan.catch(() => {
      if (this.#known.get(uri)?.plan === plan) this.#known.delete(uri);
    });
    return plan;
  }

  /** What the text said when it could last be read: while a line is being typed it often cannot. */
  async lastReadable(document: OpenDocument): Promise<Pick<KnownPlan, 'stored' | 'written'>> {
    const { stored, written } = await this.of(document);
    return { stored, written: written.tasks.length > 0 ? written : (this.#readable.get(document.uri) ?? written) };
  }

  forget(uri: string): void {
    this.#known.delete(uri);
    this.#readable.delete(uri);
    this.#work.forget(uri);
  }

  async #check(uri: string, text: string, stored: StoredPlan | null): Promise<KnownPlan> {
    const check = await this.#analyst.checkPlan(text, stored?.plan ?? null);
    if (check.written.tasks.length > 0) this.#readable.set(uri, check.written);
    return { ...check, stored };
  }
}

/** The plan of an editor's own plan document, or the newest plan of the source that a file names. */
async function storedPlanOf({ project, planId, text }: OpenDocument): Promise<StoredPlan | null> {
  if (!project) return null;
  const { plans } = project.conductor;
  try {
    if (planId !== null) return await plans.load(planId);
    const source = sourceOf(text.getText());
    const summary = (await plans.list()).find(({ sourceFile }) => sourceFile === source);
    return summary ? await plans.load(summary.id) : null;
  } catch (error) {
    if (isConductorError(error) && error.code === 'plan.missing') return null;
    throw error;
  }
}

/** "source: docs/prd.md", as a plan document begins. */
function sourceOf(text: string): string | undefined {
  const [, written = ''] = /^source:[ \t]+(.*?)[ \t\r]*$/m.exec(text) ?? [];
  const [, quoted] = /^(?:"(.*)"|'(.*)')$/.exec(written) ?? [];
  return quoted ?? (written || undefined);
}

/** conductor-plan:/<folder>/<plan id>/<title>.plan.yaml; the second folder of the same name is "name~2". */
export function placeOfPlanUri(uri: string): { readonly folder: string; readonly planId: PlanId } | null {
  if (!uri.startsWith('conductor-plan:')) return null;
  const [, folder = '', id] = uri.slice('conductor-plan:'.length).split('/').map(decodeURIComponent);
  const planId = Number(id);
  return Number.isSafeInteger(planId) ? { folder, planId: planId as PlanId } : null;
}
