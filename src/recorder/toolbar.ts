/**
 * The two items of the notebook toolbar: the record toggle and New run.
 *
 * They are made by factories, since an item that only names a command in the settings gets
 * neither its panel nor text beside an icon.
 */

import type { NotebookPanel } from '@jupyterlab/notebook';
import type { TranslationBundle } from '@jupyterlab/translation';
import type { CommandRegistry } from '@lumino/commands';
import type { Widget } from '@lumino/widgets';

import type { ILiveModel, IRecorder, IRunsModel } from '../tokens';
import {
  newRunIcon,
  recordGapIcon,
  recordOffIcon,
  recordOnIcon
} from '../icons';
import { CommandIDs } from '../commands/ids';
import type { IButtonLook } from './button';
import { ToolbarToggle } from './button';
import type { IRecordFacts } from './recordState';
import { recordState } from './recordState';

/** What the toolbar items show and do. */
export interface IToolbarParts {
  commands: CommandRegistry;
  runs: IRunsModel;
  live: ILiveModel;
  recorder: IRecorder | null;
  trans: TranslationBundle;
}

const ICONS = { on: recordOnIcon, off: recordOffIcon, gap: recordGapIcon };

/** Keeps an item up to date while it lives. */
function follow(item: ToolbarToggle, parts: IToolbarParts): void {
  const update = (): void => item.update();
  parts.runs.changed.connect(update, item);
  parts.live.changed.connect(update, item);
  parts.recorder?.changed.connect(update, item);
}

/** The open run's number, remembered while another notebook is in front. */
function openRunNumber(
  panel: NotebookPanel,
  live: ILiveModel
): () => number | null {
  let number: number | null = null;
  return () => {
    const path = panel.context.localPath;
    if (live.run?.notebook_path === path) {
      number = live.run.number;
    } else if (panel.isVisible && live.run === null) {
      number = null;
    }
    return number;
  };
}

/** Flags of the notebook's open run. */
function flagsOf(path: string, live: ILiveModel): string[] {
  const run = live.run?.notebook_path === path ? live.run : null;
  return run ? Object.keys(run.flags) : [];
}

/** What is known about the recording of a notebook. */
function factsOf(
  path: string,
  number: number | null,
  parts: IToolbarParts
): IRecordFacts {
  const { live, recorder, runs } = parts;
  return {
    recording: runs.isRecording(path),
    number,
    flags: flagsOf(path, live),
    missing: runs.status.state === 'missing',
    problem: runs.health?.problem ?? null,
    recorderFault: recorder?.fault ?? null,
    dropped: recorder?.dropped ?? 0
  };
}

/** Make the record toggle of a notebook panel. */
export function createRecordToggle(
  panel: NotebookPanel,
  parts: IToolbarParts
): Widget {
  const { commands, live, runs, trans } = parts;
  const number = openRunNumber(panel, live);
  const look = (): IButtonLook => {
    const facts = factsOf(panel.context.localPath, number(), parts);
    const state = recordState(facts, trans);
    return {
      icon: ICONS[state.tone],
      label: state.label,
      tooltip: state.tooltip,
      name: trans.__('Record runs of this notebook'),
      pressed: state.tone !== 'off',
      enabled: !facts.missing,
      tone: state.tone
    };
  };
  const view = `toolbar:${panel.id}`;
  const item = new ToolbarToggle({
    toolbar: panel.toolbar.node,
    look,
    onClick: () => {
      const path = panel.context.localPath;
      void commands.execute(CommandIDs.toggleRecording, { path });
    },
    onVisible: visible => {
      runs.setVisible(view, visible);
      live.setVisible(view, visible);
    }
  });
  item.addClass('rf-mod-first');
  follow(item, parts);
  return item;
}

/** Make the New run button of a notebook panel. */
export function createNewRunButton(
  panel: NotebookPanel,
  parts: IToolbarParts
): Widget {
  const { commands, recorder, trans } = parts;
  const look = (): IButtonLook => {
    const path = panel.context.localPath;
    const asked = recorder?.newRunAsked(path) ?? false;
    const words = commands.caption(CommandIDs.newRun);
    return {
      icon: newRunIcon,
      label: trans.__('New run'),
      tooltip: words,
      name: trans.__('New run'),
      pressed: asked,
      enabled: commands.isEnabled(CommandIDs.newRun, { path }),
      tone: asked ? 'on' : 'idle'
    };
  };
  const item = new ToolbarToggle({
    toolbar: panel.toolbar.node,
    look,
    onClick: () => {
      const path = panel.context.localPath;
      void commands.execute(CommandIDs.newRun, { path });
    }
  });
  follow(item, parts);
  return item;
}
