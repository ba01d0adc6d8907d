/** Every recorded step of the notebook in front, as views see it. */
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Output, TimelineStep } from '../api/types';
import type { ILoadStatus } from './status';

/** What changed in a timeline. */
export type TimelineAspect = 'steps' | 'selection' | 'status';

/** What outputs refer to by digest: bytes that nobody trusts. */
export interface IContents {
  /** Address of a raster image, and of a download of anything else. */
  url(digest: string, stepId: string): string;
  /** Its bytes as text. Rejects where they are not to be had. */
  text(digest: string, stepId: string): Promise<string>;
}

/** The timeline of the notebook in front: all of its kernels, also code of consoles and tools. */
export interface ITimelineModel extends IDisposable {
  readonly changed: ISignal<ITimelineModel, readonly TimelineAspect[]>;
  readonly status: ILoadStatus;
  setVisible(view: string, visible: boolean): void;
  /** Newest first, without their outputs. */
  readonly steps: readonly TimelineStep[];
  readonly hasOlder: boolean;
  loadOlder(): Promise<void>;
  /** Selected steps in executed order; all of one kernel epoch. */
  readonly selected: readonly TimelineStep[];
  /** Select the steps from one to the other, as far as both are of one kernel epoch. */
  select(from: string, to: string): void;
  clear(): void;
  /** What the user saw of a step. Rejects where the server does not say. */
  outputsOf(stepId: string): Promise<readonly Output[]>;
  readonly contents: IContents;
  refresh(): Promise<void>;
}

/** Makes timeline models; what they are made of comes with the first one. */
export interface ITimelineModelFactory {
  create(): Promise<ITimelineModel>;
}

export const ITimelineModelFactory = new Token<ITimelineModelFactory>(
  'runfolio:ITimelineModelFactory',
  'Makes the model of the steps of the notebook in front.'
);
