// Long work on a document that is being typed in: one piece at a time, and none for a text that has changed meanwhile.
import { LSPErrorCodes, ResponseError } from 'vscode-languageserver';

export class LatestWork<Result> {
  readonly #last = new Map<string, Promise<Result>>();

  /** Begins when what was begun for the document is done. Rejects with `ContentModified`, which editors pass over, when it is too late then. */
  begin(uri: string, isCurrent: () => boolean, work: () => Promise<Result>): Promise<Result> {
    const before = this.#last.get(uri)?.then(
      () => undefined,
      () => undefined,
    );
    const result = (before ?? Promise.resolve()).then(() => {
      if (isCurrent()) return work();
      throw new ResponseError(LSPErrorCodes.ContentModified, 'The document has changed since.');
    });
    this.#last.set(uri, result);
    return result;
  }

  forget(uri: string): void {
    this.#last.delete(uri);
  }
}
