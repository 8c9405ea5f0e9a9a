// Every tool of an agent. The order is part of the cached prefix of each call to the model.
import { askPerson } from './askPerson.ts';
import { complete } from './complete.ts';
import { deleteFile } from './deleteFile.ts';
import { diagnostics } from './diagnostics.ts';
import { editFile } from './editFile.ts';
import { listFiles } from './listFiles.ts';
import { note } from './note.ts';
import { readFile } from './readFile.ts';
import { readResult } from './readResult.ts';
import { renameFile } from './renameFile.ts';
import { runCommand } from './runCommand.ts';
import { search } from './search.ts';
import type { Tool } from './tool.ts';
import { writeFile } from './writeFile.ts';

export const agentTools: readonly Tool[] = [
  ...[readFile, listFiles, search, diagnostics],
  ...[editFile, writeFile, deleteFile, renameFile],
  ...[runCommand, readResult, askPerson, note, complete],
];
