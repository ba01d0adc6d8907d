/** What is known of a notebook while its cells run: the open run, and the recorder. */
import { Token } from '@lumino/coreutils';
import type { IDisposable } from '@lumino/disposable';
import type { ISignal } from '@lumino/signaling';
import type { Run } from '../api/types';
import type { ILoadStatus } from './status';

/** How long the busy step may still take, and on what ground that is said. */
export interface IEstimate {
  /** Seconds left by the median of earlier executions; never below 0. */
  secondsLeft: number;
  /** How many earlier executions of the cell it rests on. */
  from: number;
  shortest: number;
  longest: number;
}

/** The open run of the notebook in front. */
export interface ILiveModel extends IDisposable {
  /** Fires when the run or its estimate changed. */
  readonly changed: ISignal<ILiveModel, void>;
  /** Fires each second while a step is busy and a view is shown. */
  readonly ticked: ISignal<ILiveModel, void>;
  readonly run: Run | null;
  readonly status: ILoadStatus;
  setVisible(view: string, visible: boolean): void;
  /** Busy seconds of the run, the busy step included, at this moment. */
  busySeconds(): number;
  /** Seconds of the busy step so far; null when idle. */
  stepSeconds(): number | null;
  estimate(): IEstimate | null;
}

/** The browser part of capture, as views see it. */
export interface IRecorder extends IDisposable {
  readonly changed: ISignal<IRecorder, void>;
  /** Why the recorder switched itself off; null while it works. */
  readonly fault: string | null;
  /** Intents that the server has not accepted yet, and those lost because too many waited. */
  readonly waiting: number;
  readonly dropped: number;
  /** The next cell of this notebook opens a new run. */
  askNewRun(path: string): void;
  /** True until that cell ran. */
  newRunAsked(path: string): boolean;
}

export const ILiveModel = new Token<ILiveModel>(
  'runfolio:ILiveModel',
  'The open run of the notebook in front.'
);

export const IRecorder = new Token<IRecorder>(
  'runfolio:IRecorder',
  'The browser part of capture and its state.'
);
