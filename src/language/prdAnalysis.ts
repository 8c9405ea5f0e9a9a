// What is known about an open PRD, worked out once a version and shared by everything that asks.
import type { Analyst, PrdAnalysis } from './analysis.ts';
import type { OpenDocument } from './feature.ts';
import { LatestWork } from './latest.ts';

export class PrdAnalyses {
  readonly #analyst: Analyst;
  readonly #work = new LatestWork<PrdAnalysis>();
  readonly #known = new Map<string, { readonly version: number; readonly analysis: Promise<PrdAnalysis> }>();

  constructor(analyst: Analyst) {
    this.#analyst = analyst;
  }

  /** The analysis of this very version; a failed one is tried again when next asked for. */
  of({ uri, text }: OpenDocument): Promise<PrdAnalysis> {
    const known = this.#known.get(uri);
    if (known?.version === text.version) return known.analysis;
    const { version } = text;
    const isCurrent = (): boolean => text.version === version;
    const analysis = this.#work.begin(uri, isCurrent, () => this.#analyst.analysePrd(text.getText()));
    this.#known.set(uri, { version, analysis });
    analysis.catch(() => {
      if (this.#known.get(uri)?.analysis === analysis) this.#known.delete(uri);
    });
    return analysis;
  }

  forget(uri: string): void {
    this.#known.delete(uri);
    this.#work.forget(uri);
  }
}
