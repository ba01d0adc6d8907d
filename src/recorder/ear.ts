/**
 * What a notebook's kernel says, held until the server has said whether it listens itself: then it
 * is let go, or handed on to be forwarded. So nothing of the first cell is lost, and nothing is
 * ever told twice.
 */

import type { Kernel, KernelMessage } from '@jupyterlab/services';

/** Takes what a connection to a kernel hears. */
export interface IListener {
  hear: (msg: KernelMessage.IMessage, at: number) => void;
  /** Something before what comes next was not kept. */
  miss: () => void;
  /** Tell now what waits. */
  flush: () => void;
  dispose: () => void;
}

/** Messages held at most; then the oldest go. */
export const MOST_HELD = 200;

/** One connection to one kernel. */
export class Ear {
  /**
   * @param _listen - brings what forwards; asked once, and only where the server cannot listen.
   * @param _clock - see `IForwardDoors`.
   */
  constructor(
    readonly kernelId: string,
    private readonly _listen: () => Promise<IListener>,
    private readonly _clock: () => number,
    private readonly _failed: (error: unknown) => void
  ) {}

  /** A message came on IOPub. Never throws. */
  hear(msg: KernelMessage.IMessage): void {
    if (this._isDeaf) {
      return;
    }
    try {
      if (this._listener) {
        this._listener.hear(msg, this._clock());
      } else {
        this._held.push({ msg, at: this._clock() });
        if (this._held.length > MOST_HELD) {
          this._held.shift();
          this._missed = true;
        }
      }
    } catch (error) {
      this._failed(error);
    }
  }

  /** The server has said whether it can listen to the kernel. */
  told(untapped: boolean): void {
    if (this._isAnswered || this._isDeaf) {
      return;
    }
    this._isAnswered = true;
    if (!untapped) {
      this.dispose();
      return;
    }
    this._listen().then(
      listener => this._begin(listener),
      (error: unknown) => {
        this.dispose();
        this._failed(error);
      }
    );
  }

  /** The kernel is about to go: what it said last is told before. */
  flush(): void {
    this._listener?.flush();
  }

  dispose(): void {
    this._isDeaf = true;
    this._held = [];
    this._listener?.dispose();
  }

  private _begin(listener: IListener): void {
    if (this._isDeaf) {
      listener.dispose();
      return;
    }
    this._listener = listener;
    if (this._missed) {
      listener.miss();
    }
    this._held.splice(0).forEach(({ msg, at }) => listener.hear(msg, at));
  }

  private _isDeaf = false;
  private _missed = false;
  private _isAnswered = false;
  private _held: { msg: KernelMessage.IMessage; at: number }[] = [];
  private _listener: IListener | null = null;
}

/** What an ear needs of its surroundings. */
export interface IEarDoors {
  /** Brings what forwards the messages of a kernel that the server cannot listen to. */
  listen: (kernel: Kernel.IKernelConnection) => Promise<IListener>;
  /** See `IForwardDoors`. */
  clock: () => number;
  /** Called with what went wrong inside; never throws. */
  failed: (error: unknown) => void;
}

/** An ear at whatever kernel a notebook has. */
export class KernelEar {
  constructor(private readonly _doors: IEarDoors) {}

  /** A message of this kernel came on IOPub. Never throws. */
  hear(kernel: Kernel.IKernelConnection, msg: KernelMessage.IMessage): void {
    if (this._ear?.kernelId !== kernel.id) {
      const { clock, failed, listen } = this._doors;
      this._ear?.dispose();
      this._ear = new Ear(kernel.id, () => listen(kernel), clock, failed);
      this._tell();
    }
    this._ear.hear(msg);
  }

  /** The server has said of a kernel whether it can listen to it. */
  told(kernelId: string, untapped: boolean): void {
    this._tap = { kernelId, untapped };
    this._tell();
  }

  flush(): void {
    this._ear?.flush();
  }

  dispose(): void {
    this._ear?.dispose();
  }

  private _tell(): void {
    if (this._tap && this._tap.kernelId === this._ear?.kernelId) {
      this._ear.told(this._tap.untapped);
    }
  }

  private _ear: Ear | null = null;
  /** What the server said last. */
  private _tap: { kernelId: string; untapped: boolean } | null = null;
}
