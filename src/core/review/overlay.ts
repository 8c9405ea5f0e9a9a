// The project with a run's proposals over it: what the agent reads is what it has proposed so far.
import { ConductorError } from '../errors.ts';
import type { ChangeSet, FileChange, FileContent, ProposalDelta } from './changeSet.ts';
import { encodeFile, isSameContent } from './content.ts';
import { deltaBetween, digestOf } from './delta.ts';
import { byPath, projectPath } from './paths.ts';
import type { WorkspacePort } from './workspacePort.ts';

export interface OverlayFile {
  /** Null for a binary file. */
  readonly content: FileContent | null;
  readonly size: number;
  /** What a link says; absent for every other file. */
  readonly link?: string;
}

/** Paths are relative to the project. Every method throws `path.outside` for one that leaves it. */
export interface Overlay {
  /** Null where there is no file, or where it is proposed to go. */
  read(path: string): Promise<OverlayFile | null>;
  /** As `WorkspacePort.list`, with the proposals. */
  list(): Promise<readonly string[]>;
  /** Proposes the text for a file; a new file where there is none. Proposing what is on disk takes the proposal back. Throws `file.binary`. */
  write(path: string, text: string): Promise<void>;
  /** Throws `document.missing`. */
  delete(path: string): Promise<void>;
  /** Throws `document.missing` for `from`, `usage` where `to` exists. */
  rename(from: string, to: string): Promise<void>;
  /** Takes over what a command changed in the run's copy: a change set on what is proposed now. */
  adopt(changes: ChangeSet): Promise<void>;
  /** All that is proposed now. */
  changes(): ChangeSet;
  /** What changed since it was last asked, for the journal. */
  takeDelta(): ProposalDelta;
  /** Grows with every change of the proposals. */
  readonly revision: number;
  /** A digest of the proposals, the same for the same ones. */
  digest(): string;
}

/** A file of the project as it was when the run first touched it; null where there was none. */
type Base = { readonly content: FileContent | null; readonly hash: string } | null;

/** What is proposed for a path: no file, or a file. `from` is where a moved one came from; content is null for a binary one. */
type Proposal = { readonly content: FileContent | null; readonly from: string | null } | null;

/** `initial` are the proposals of a run that goes on, as `replay` gives them. */
export function createOverlay(workspace: WorkspacePort, initial: ChangeSet = []): Overlay {
  return new ProposalOverlay(workspace, initial);
}

/** Characters of files read that are remembered. */
const MAX_SEEN = 64 * 1024 * 1024;

class ProposalOverlay implements Overlay {
  readonly #workspace: WorkspacePort;
  /** The last that was read of files without a proposal: a new text is made from it, whatever the file has become since. */
  readonly #seen = new Map<string, Base>();
  #seenLength = 0;
  readonly #bases = new Map<string, Base>();
  readonly #proposals = new Map<string, Proposal>();
  #changes: ChangeSet | null = null;
  #told: ChangeSet;
  #revision = 0;

  constructor(workspace: WorkspacePort, initial: ChangeSet) {
    this.#workspace = workspace;
    this.#told = initial;
    for (const change of initial) this.#restore(change);
  }

  get revision(): number {
    return this.#revision;
  }

  async read(name: string): Promise<OverlayFile | null> {
    const path = projectPath(name);
    const proposal = this.#proposals.get(path);
    if (proposal === undefined) return this.#readBase(path);
    if (proposal === null) return null;
    const { content, from } = proposal;
    if (content) return { content, size: encodeFile(content).length };
    return { content, size: (await this.#workspace.read(from ?? path))?.size ?? 0 };
  }

  async list(): Promise<readonly string[]> {
    const paths = new Set(await this.#workspace.list());
    for (const [path, proposal] of this.#proposals) {
      if (proposal) paths.add(path);
      else paths.delete(path);
    }
    return [...paths].sort(byPath);
  }

  async write(name: string, given: string): Promise<void> {
    const path = projectPath(name);
    const base = await this.#base(path);
    const now = this.#current(path, base);
    if (isBinary(base) || isBinary(now)) throw binary(path);
    if (!base && !now) await this.#refuseFolder(path);
    const content = contentLike(now?.content ?? base?.content ?? NEW_FILE, given);
    encodeFile(content); // Throws for a character that the file's encoding does not have.
    this.#propose(path, { content, from: this.#proposals.get(path)?.from ?? null });
  }

  async delete(name: string): Promise<void> {
    const path = projectPath(name);
    if (!this.#current(path, await this.#base(path))) throw missing(path);
    this.#propose(path, null);
  }

  async rename(fromName: string, toName: string): Promise<void> {
    const [from, to] = [projectPath(fromName), projectPath(toName)];
    const moved = this.#current(from, await this.#base(from));
    if (!moved) throw missing(from);
    const target = await this.#targetBase(from, to);
    if (this.#current(to, target)) {
      throw new ConductorError('usage', `There is a file ${to} already.`, {
        remedy: 'Delete it first, or choose another name.',
      });
    }
    if (!target) await this.#refuseFolder(to);
    const origin = this.#proposals.get(from)?.from ?? (this.#bases.get(from) ? from : null);
    // A change set knows binary files by their path alone, so one cannot take the place of another file.
    if (to !== origin && (isBinary(target) || (target && moved.content === null))) throw binary(to);
    this.#propose(from, null);
    this.#propose(to, { content: moved.content, from: origin });
  }

  async adopt(changes: ChangeSet): Promise<void> {
    for (const change of changes) {
      if (change.kind === 'rename') await this.rename(change.from, change.path);
      if (change.kind === 'delete') await this.delete(change.path);
      else if (change.proposed) {
        const path = projectPath(change.path);
        if (isBinary(await this.#base(path))) throw binary(path);
        this.#propose(path, { content: change.proposed, from: this.#proposals.get(path)?.from ?? null });
      }
    }
  }

  changes(): ChangeSet {
    if (this.#changes) return this.#changes;
    const renames = this.#renames();
    this.#changes = [...this.#proposals]
      .map(([path, proposal]) => this.#changeOf(path, proposal, renames))
      .filter((change) => change !== null)
      .sort((one, other) => byPath(one.path, other.path));
    return this.#changes;
  }

  takeDelta(): ProposalDelta {
    const now = this.changes();
    const delta = deltaBetween(this.#told, now);
    this.#told = now;
    return delta;
  }

  digest(): string {
    return digestOf(this.changes());
  }

  /** What is at a path now. */
  #current(path: string, base: Base): { readonly content: FileContent | null } | null {
    const proposal = this.#proposals.get(path);
    return proposal === undefined ? base : proposal;
  }

  async #base(path: string): Promise<Base> {
    // Also what was not there counts as known: a file that appears meanwhile is found when the changes are applied.
    const known = this.#bases.get(path);
    if (known !== undefined) return known;
    const seen = this.#seen.get(path);
    const base = seen !== undefined ? seen : await this.#workspace.read(path);
    this.#bases.set(path, base);
    return base;
  }

  async #readBase(path: string): Promise<OverlayFile | null> {
    const file = await this.#workspace.read(path);
    this.#bases.delete(path);
    this.#seen.delete(path);
    if (this.#seenLength > MAX_SEEN) {
      this.#seen.clear();
      this.#seenLength = 0;
    }
    this.#seen.set(path, file);
    this.#seenLength += file?.content?.text.length ?? 0;
    return file;
  }

  /** No name is a file and a folder: told at once instead of when the changes are applied. */
  async #refuseFolder(path: string): Promise<void> {
    const clash = (await this.list()).find((other) => other.startsWith(`${path}/`) || path.startsWith(`${other}/`));
    if (clash === undefined) return;
    const why = clash.startsWith(path) ? `${path} is a folder, with ${clash} in it` : `${clash} is a file, no folder`;
    throw new ConductorError('usage', `There can be no file ${path}: ${why}.`, { remedy: 'Choose another name.' });
  }

  /** Where a file system does not tell `a` from `A`, the file that is moved is found at its new name already. */
  async #targetBase(from: string, to: string): Promise<Base> {
    if (from !== to && from.toLowerCase() === to.toLowerCase() && !this.#bases.has(to)) {
      const listed = await this.#workspace.list();
      if (listed.includes(from) && !listed.includes(to)) this.#bases.set(to, null);
    }
    return this.#base(to);
  }

  #propose(path: string, proposal: Proposal): void {
    const base = this.#bases.get(path) ?? null;
    const isAsOnDisk =
      proposal === null
        ? base === null
        : base !== null && (proposal.content ? isSameContent(base.content, proposal.content) : proposal.from === path);
    const before = this.#proposals.get(path);
    const after = isAsOnDisk ? undefined : proposal;
    if (isSameProposal(before, after)) return;
    if (after === undefined) this.#proposals.delete(path);
    else this.#proposals.set(path, after);
    this.#changes = null;
    this.#revision++;
  }

  /** A moved file is a rename where its old place stays empty and its new one was; otherwise it is new text and a deletion. */
  #changeOf(path: string, proposal: Proposal, renames: ReadonlyMap<string, string>): FileChange | null {
    const base = this.#bases.get(path) ?? null;
    if (proposal === null) {
      if (!base || renames.has(path)) return null;
      return { kind: 'delete', path, baseHash: base.hash, original: base.content };
    }
    const { content, from } = proposal;
    const origin = from === null ? null : this.#bases.get(from);
    if (from !== null && origin && renames.get(from) === path) {
      return { kind: 'rename', path, from, baseHash: origin.hash, original: origin.content, proposed: content };
    }
    if (!content) return null;
    if (!base?.content) return { kind: 'add', path, proposed: content };
    return { kind: 'modify', path, baseHash: base.hash, original: base.content, proposed: content };
  }

  /** Old names of files that are proposed to move, with the new ones. */
  #renames(): ReadonlyMap<string, string> {
    const renames = new Map<string, string>();
    for (const [path, proposal] of this.#proposals) {
      const from = proposal?.from ?? null;
      if (from === null || renames.has(from) || this.#bases.get(path)) continue;
      if (this.#proposals.get(from) === null) renames.set(from, path);
    }
    return renames;
  }

  #restore(change: FileChange): void {
    const from = change.kind === 'rename' ? change.from : null;
    if (change.kind === 'add') this.#bases.set(change.path, null);
    else this.#bases.set(from ?? change.path, { content: change.original, hash: change.baseHash });
    if (from !== null) {
      this.#bases.set(change.path, null);
      this.#proposals.set(from, null);
    }
    this.#proposals.set(change.path, change.kind === 'delete' ? null : { content: change.proposed, from });
  }
}

const isBinary = (file: { readonly content: FileContent | null } | null): boolean => file?.content === null;

function isSameProposal(one: Proposal | undefined, other: Proposal | undefined): boolean {
  if (!one || !other) return one === other;
  return one.from === other.from && isSameContent(one.content, other.content);
}

const NEW_FILE: FileContent = { text: '', encoding: 'utf8', isExecutable: false };

/** The text with encoding, mark, mode and line ends of the file that it is for. */
const contentLike = (like: FileContent, text: string): FileContent => ({
  ...like,
  text: withLineEndsOf(like.text, text.startsWith('\uFEFF') ? text.slice(1) : text),
});

/** Text with `\n` for a file whose lines all end in `\r\n` gets its line ends. */
function withLineEndsOf(original: string, text: string): string {
  const isAllCrlf = original.includes('\r\n') && !/(?<!\r)\n/.test(original);
  return isAllCrlf ? text.replace(/(?<!\r)\n/g, '\r\n') : text;
}

function missing(path: string): ConductorError {
  return new ConductorError('document.missing', `There is no file ${path}.`, {
    remedy: 'List the files to see what is there.',
  });
}

function binary(path: string): ConductorError {
  return new ConductorError('file.binary', `The file ${path} is binary, or too large to be edited as text.`, {
    remedy: 'Leave it as it is, or use a command that can change it.',
  });
}
