import {
  addIcon,
  caretDownEmptyIcon,
  type LabIcon,
  redoIcon,
  refreshIcon,
  undoIcon
} from '@jupyterlab/ui-components';
import * as React from 'react';

import type { Run } from '../api/types';
import { useAspects } from '../draw/signals';
import type { IRunsModel } from '../tokens';
import { useComparison } from './context';
import { Select } from './controls';
import { Popover } from './popover';
import { runLabel } from './words';

/** Add runs, choose the baseline, undo and redo, ask again. */
export function Toolbar(): React.ReactElement {
  const { model, trans, runs } = useComparison();
  const baseline = model.baseline?.run_id ?? '';
  const options = model.runs.map(run => ({
    value: run.run_id,
    text: runLabel(run)
  }));
  return (
    <div
      className="rf-Comparison-toolbar"
      role="toolbar"
      aria-label={trans.__('Comparison')}
    >
      {runs && <AddRuns runs={runs} />}
      {model.runs.length > 0 && (
        <Select
          label={trans.__('Baseline')}
          value={baseline}
          options={
            baseline
              ? options
              : [{ value: '', text: trans.__('none') }, ...options]
          }
          onChange={runId => model.update({ baseline: runId || null })}
        />
      )}
      <span className="rf-spacer" />
      <Tool
        icon={undoIcon}
        name={trans.__('Undo')}
        title={trans.__('Undo the last change of this view (Ctrl Z)')}
        disabled={!model.canUndo}
        onClick={() => model.undo()}
      />
      <Tool
        icon={redoIcon}
        name={trans.__('Redo')}
        title={trans.__('Redo what was undone (Ctrl Shift Z)')}
        disabled={!model.canRedo}
        onClick={() => model.redo()}
      />
      <Tool
        icon={refreshIcon}
        name={trans.__('Refresh')}
        title={trans.__('Ask the server again')}
        onClick={() => void model.refresh()}
      />
    </div>
  );
}

/** A button of the toolbar that is an icon alone. */
function Tool(props: {
  icon: LabIcon;
  name: string;
  title: string;
  disabled?: boolean;
  onClick: () => void;
}): React.ReactElement {
  const { icon: Icon, name, title, disabled, onClick } = props;
  return (
    <button
      type="button"
      className="rf-ToolButton"
      title={title}
      aria-label={name}
      disabled={disabled}
      onClick={onClick}
    >
      <Icon.react tag="span" />
    </button>
  );
}

/** The runs of the panel that are not compared yet. */
function AddRuns({ runs }: { runs: IRunsModel }): React.ReactElement {
  const { trans } = useComparison();
  return (
    <Popover
      title={trans.__('Add runs to this comparison')}
      button={
        <>
          <addIcon.react tag="span" />
          {trans.__('Add runs')}
          <caretDownEmptyIcon.react tag="span" />
        </>
      }
    >
      {() => <Choices runs={runs} />}
    </Popover>
  );
}

function Choices({ runs }: { runs: IRunsModel }): React.ReactElement {
  const { model, trans } = useComparison();
  useAspects(runs, 'runs', 'scope');
  const compared = new Set(model.state.runs);
  const others = runs.runs.filter(
    run => !compared.has(run.run_id) && !run.draft
  );
  if (!others.length) {
    return (
      <p className="rf-Popover-empty">
        {trans.__('Every run in the panel is compared already.')}
      </p>
    );
  }
  return (
    <>
      {others.map((run: Run) => (
        <button
          key={run.run_id}
          type="button"
          className="rf-Popover-item"
          onClick={() => model.addRuns([run.run_id])}
        >
          {runLabel(run)}
          <span className="rf-second">{runs.valueText(run)}</span>
        </button>
      ))}
    </>
  );
}
