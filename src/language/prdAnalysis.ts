// What is known about an open PRD, worked out once a version and shared by everything that asks.
import { findAmbiguities, type Ambiguity } from '../core/prd/ambiguity.ts';
import type { Prd } from '../core/prd/model.ts';
import { markdownReader } from '../core/prd/markdown.ts';
import { readPrd } from '../core/prd/read.ts';
import type { OpenDocument } from './feature.ts';

export interface PrdAnalysis {
  readonly prd: Prd;
  readonly ambiguities: readonly Ambiguity[];
}

export class PrdAnalyses {
  readonly #known = new Map<string, { readonly version: number; readonly analysis: Promise<PrdAnalysis> }>();

  /** The analysis of this very version; a failed one is tried again when next asked for. */
  of({ uri, text }: OpenDocument): Promise<PrdAnalysis> {
    const known = this.#known.get(uri);
    if (known?.version === text.version) return known.analysis;
    const analysis = analyse(text.getText());
    this.#known.set(uri, { version: text.version, analysis });
    analysis.catch(() => this.#known.delete(uri));
    return analysis;
  }

  forget(uri: string): void {
    this.#known.delete(uri);
  }
}

async function analyse(text: string): Promise<PrdAnalysis> {
  const prd = await readPrd(markdownReader, new TextEncoder().encode(text));
  return { prd, ambiguities: findAmbiguities(prd) };
}
