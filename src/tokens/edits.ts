/** Runs that come and go by a user's hand: deleted, made of steps, split, merged, moved. */
import type { Run } from '../api/types';
import type { IFault } from './status';

/** What was done to runs at once. */
export interface IRunEdit {
  kind: 'deleted' | 'made' | 'split' | 'merged' | 'moved';
  /** Runs that came; child runs that hang elsewhere now. */
  made: readonly Run[];
  /** Runs that went to the trash, as far as they were listed. */
  gone: readonly Run[];
  /** Of child runs that were moved: the run that they hang below now. */
  below?: Run;
}

/** What a user asked for and did not get. */
export interface IRefusal {
  asked: 'delete' | 'make' | 'split' | 'merge' | 'move' | 'undo' | 'change';
  fault: IFault;
}

/**
 * Changes which runs there are. Nothing rejects: what the server refuses is told by `refusal`.
 * A run's steps never change, so that everything can be taken back.
 */
export interface IRunEdits {
  /** The newest edit, until it is taken back or forgotten. */
  readonly last: IRunEdit | null;
  /** The newest refusal, until it is dismissed or something succeeds. */
  readonly refusal: IRefusal | null;
  /** Move runs to the trash. */
  delete(runIds: readonly string[]): Promise<void>;
  /** Make a run whose own steps are these. */
  fromSteps(stepIds: readonly string[]): Promise<void>;
  /** Two runs in place of one; the second begins with the step. */
  split(runId: string, stepId: string): Promise<void>;
  /** One run in place of several that followed each other. */
  merge(runIds: readonly string[]): Promise<void>;
  /** Hang child runs below another run of their experiment. */
  move(runIds: readonly string[], parentId: string): Promise<void>;
  /** Take the newest edit back. */
  undo(): Promise<void>;
  /** The newest edit stays. */
  forget(): void;
  /** Any other change that a user asked for: a refusal is told. */
  attempt(work: Promise<unknown>): Promise<void>;
  dismissRefusal(): void;
}
