// What a row command is that asks the person: from the selected tasks to the edits that it makes.
import type { PlanEdit } from '../../core/plan/model.ts';
import type { Selection } from './selection.ts';

/** Asks what it needs to know; no edits when the person leaves. */
export type TaskCommand = (selection: Selection) => Promise<readonly PlanEdit[]> | readonly PlanEdit[];
