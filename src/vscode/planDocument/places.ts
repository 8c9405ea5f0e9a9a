// Where a task stands in the text of a plan's document. Knows nothing of VS Code.

/** The line (from 0) that names the task by its key; undefined when the text does not. */
export function lineOfTask(text: string, key: string): number | undefined {
  const line = text.split('\n').findIndex((line) => keyOf(line) === key);
  return line < 0 ? undefined : line;
}

/** "- key: document-parser" names document-parser. */
function keyOf(line: string): string | undefined {
  return /^\s*(?:-\s+)?key:\s*["']?([^\s"']+)/.exec(line)?.[1];
}
