// What is known about an open PRD, worked out once a version and shared by everything that asks.
import type { Analyst, PrdAnalysis } from './analysis.ts';
import type { OpenDocument } from './feature.ts';

export class PrdAnalyses {
  readonly #analyst: Analyst;
  readonly #known = new Map<string, { readonly version: number; readonly analysis: Promise<PrdAnalysis> }>();

  constructor(analyst: Analyst) {
    this.#analyst = analyst;
  }

  /** The analysis of this very version; a failed one is tried again when next asked for. */
  of({ uri, text }: OpenDocument): Promise<PrdAnalysis> {
    const known = this.#known.get(uri);
    if (known?.version === text.version) return known.analysis;
    const analysis = this.#analyst.analysePrd(text.getText());
    this.#known.set(uri, { version: text.version, analysis });
    analysis.catch(() => this.#known.delete(uri));
    return analysis;
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }
}
