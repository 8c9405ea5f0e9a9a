// The name of a task's branch, from a person's pattern: always one that git takes, whatever the task is called.

/** What a pattern's placeholders stand for. */
export interface BranchTask {
  readonly id: string;
  readonly name: string;
}

const MAX_SLUG = 40;
const MAX_ID = 60;
const MAX_NAME = 180;
/** Letters that do not come apart into an ASCII letter and a mark. */
const FOLDED: Readonly<Record<string, string>> = {
  ...{ ß: 'ss', æ: 'ae', œ: 'oe', ø: 'o', ł: 'l', đ: 'd', ð: 'd', þ: 'th', ı: 'i' },
};

/** `pattern` with `{task_id}` and `{task_slug}` filled in; what git's rules for references forbid becomes a dash or goes. */
export function branchName(pattern: string, task: BranchTask): string {
  const id = foldToAscii(task.id).replaceAll('/', '-').slice(0, MAX_ID) || 'task';
  const filled = pattern.replaceAll(/\{(task_id|task_slug)\}/gu, (_, name) =>
    name === 'task_id' ? id : slugOf(task.name),
  );
  const parts = filled.split('/').map(safePart);
  const name = parts
    .filter((part) => part !== '')
    .join('/')
    .slice(0, MAX_NAME);
  // Cut to length, the last part may end in what it may not end in.
  const cut = name.split('/').map(safePart).filter(Boolean).join('/');
  if (cut !== '' && cut !== 'HEAD' && cut !== '@') return cut;
  return `task-${safePart(id).replace(/^@$/u, '') || 'id'}`;
}

/** One part of a name between slashes. */
function safePart(part: string): string {
  const plain = part
    .replaceAll('@{', '-')
    .replaceAll(/[\u0000-\u0020\u007f~^:?*[\]\\]+/gu, '-')
    .replaceAll(/\.{2,}/gu, '.')
    .toWellFormed();
  let safe = plain;
  for (let before = ''; before !== safe;) {
    before = safe;
    safe = safe.replace(/^[-.]+/u, '').replace(/(?:\.lock|[-.])$/iu, '');
  }
  return safe;
}

/** Lower-case words joined by dashes, at most 40 characters and cut between words where that is possible. */
function slugOf(text: string): string {
  const words = foldToAscii(text.slice(0, 500))
    .toLowerCase()
    .replaceAll(/[^a-z0-9]+/gu, '-')
    .replaceAll(/^-+|-+$/gu, '');
  if (words.length <= MAX_SLUG) return words || 'task';
  const cut = words.slice(0, MAX_SLUG + 1);
  const end = cut.lastIndexOf('-');
  return end > MAX_SLUG / 2 ? cut.slice(0, end) : words.slice(0, MAX_SLUG);
}

function foldToAscii(text: string): string {
  return text
    .normalize('NFKD')
    .replaceAll(/[ßæœøłđðþı]/giu, (letter) => FOLDED[letter.toLowerCase()] ?? '')
    .replaceAll(/\p{M}+/gu, '')
    .replaceAll(/[^\x21-\x7e]+/gu, '-');
}
