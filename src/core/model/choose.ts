// Which model to use: the configured one where the provider offers it, else a stated replacement.
import { ConductorError } from '../errors.ts';
import type { ModelInfo } from './backend.ts';

export interface ModelChoice {
  readonly model: ModelInfo;
  /** A sentence for the person when the configured model was not to be had; absent when it was. */
  readonly warning?: string;
}

const LINE = /fable|haiku|mythos|opus|sonnet/;

/** `offered` is best first. A model that is gone is replaced by the best of its line. Throws `model.unknown` when nothing is offered. */
export function chooseModel(wanted: string | undefined, offered: readonly ModelInfo[]): ModelChoice {
  const [best] = offered;
  if (!best) {
    throw new ConductorError('model.unknown', 'The provider offers no model to this key.', {
      remedy: 'Check the key and the base URL.',
    });
  }
  if (wanted === undefined) return { model: best };
  const exact = offered.find(({ id }) => id === wanted);
  if (exact) return { model: exact };
  const line = LINE.exec(wanted)?.[0];
  const model = offered.find(({ id }) => line !== undefined && id.includes(line)) ?? best;
  return { model, warning: `The configured model ${wanted} is not offered any more; ${model.id} is used instead.` };
}
