/**
 * The strip of an open run: its effective steps as blocks. Pure.
 */

import type { TranslationBundle } from '@jupyterlab/translation';

import type { Live, LiveStep } from '../api/types';

/** How a block is drawn: by status first, then by role. */
export type BlockLook =
  'own' | 'inherited' | 'after-result' | 'busy' | 'failed' | 'queued';

/** One block. */
export interface IBlock {
  id: string;
  look: BlockLook;
  title: string;
}

/** The strip: how many steps are left out at its beginning, and the blocks. */
export interface IStrip {
  more: number;
  blocks: IBlock[];
}

/** A block and its gap, the count in front, in px. */
const BLOCK = 12;
const COUNT = 28;

function lookOf(step: LiveStep): BlockLook {
  switch (step.status) {
    case 'busy':
      return 'busy';
    case 'queued':
      return 'queued';
    case 'failed':
    case 'interrupted':
    case 'lost':
      return 'failed';
    default:
      return step.role;
  }
}

function wordOf(look: BlockLook, trans: TranslationBundle): string {
  switch (look) {
    case 'own':
      return trans.__('own');
    case 'inherited':
      return trans.__('inherited');
    case 'after-result':
      return trans.__('after the result');
    case 'busy':
      return trans.__('busy');
    case 'failed':
      return trans.__('failed');
    default:
      return trans.__('queued');
  }
}

function blockOf(
  step: LiveStep,
  index: number,
  trans: TranslationBundle
): IBlock {
  const look = lookOf(step);
  const title = trans.__('Step %1, %2', index + 1, wordOf(look, trans));
  return { id: step.step_id, look, title };
}

/** The blocks that fit into a width, the latest ones kept. */
export function stripOf(
  live: Live,
  width: number,
  trans: TranslationBundle
): IStrip {
  const steps = live.steps.map((step, index) => blockOf(step, index, trans));
  const queued = Array.from({ length: live.queued }, (_, index) => ({
    id: `queued-${index}`,
    look: 'queued' as const,
    title: wordOf('queued', trans)
  }));
  const blocks = [...steps, ...queued];
  if (blocks.length * BLOCK <= width) {
    return { more: 0, blocks };
  }
  const room = Math.max(1, Math.floor((width - COUNT) / BLOCK));
  return {
    more: Math.max(0, blocks.length - room),
    blocks: blocks.slice(-room)
  };
}

/** The busy step, its place and how many there will be; null when idle. */
export function busyStep(
  live: Live
): { step: LiveStep; place: number; of: number } | null {
  const index = live.steps.findIndex(step => step.status === 'busy');
  return index < 0
    ? null
    : {
        step: live.steps[index],
        place: index + 1,
        of: live.steps.length + live.queued
      };
}
