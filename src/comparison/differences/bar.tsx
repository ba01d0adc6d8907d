import { caretLeftIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import { runStyles } from '../../compare/palette';
import type { IDifferenceView } from '../../compare/differenceshapes';
import type { IRunStyle } from '../../compare/shapes';
import { Marker } from '../../draw/marker';
import type { IComparisonModel } from '../../tokens';
import { useComparison } from '../context';
import { Segments, Select, Switch } from '../controls';
import { swapIcon } from '../icons';
import { runLabel } from '../words';

/** Which two runs, which difference is in front, how code is shown. */
export function DifferencesBar(props: {
  view: IDifferenceView | null;
  current?: string | null;
  onWalk?: (step: 1 | -1) => void;
}): React.ReactElement {
  const { model, trans } = useComparison();
  const { state } = model;
  return (
    <div className="rf-Controls">
      <PairChoice view={props.view} />
      <span className="rf-spacer" />
      {props.view && props.onWalk && (
        <Walk
          ids={props.view.ids}
          current={props.current ?? null}
          onWalk={props.onWalk}
        />
      )}
      <Switch
        text={trans.__('Hide what is the same')}
        title={trans.__('Hide what is the same (i)')}
        on={state.hideSame}
        onChange={hideSame => model.update({ hideSame })}
      />
      <Segments
        name={trans.__('Layout of code')}
        value={state.diffLayout}
        options={[
          { value: 'unified', text: trans.__('Unified') },
          { value: 'side-by-side', text: trans.__('Side by side') }
        ]}
        onChange={diffLayout => model.update({ diffLayout })}
      />
    </div>
  );
}

function PairChoice({
  view
}: {
  view: IDifferenceView | null;
}): React.ReactElement {
  const { model, trans } = useComparison();
  const { runs } = model;
  const [left, right] = pairOf(model, view);
  const styles = runStyles(runs);
  const options = runs.map(run => ({
    value: run.run_id,
    text:
      run.run_id === model.baseline?.run_id
        ? trans.__('%1 · baseline', runLabel(run))
        : runLabel(run)
  }));
  // A run is not compared with itself: choosing the other side exchanges the two.
  const choose = (nextLeft: string, nextRight: string): void =>
    model.update(
      nextLeft === nextRight
        ? { left: right, right: left }
        : { left: nextLeft, right: nextRight }
    );
  return (
    <>
      <Side
        name={trans.__('Left run')}
        style={styles.get(left)}
        value={left}
        options={options}
        onChange={runId => choose(runId, right)}
      />
      <button
        type="button"
        className="rf-IconButton"
        aria-label={trans.__('Exchange left and right')}
        title={trans.__('Exchange left and right')}
        onClick={() => model.update({ left: right, right: left })}
      >
        <swapIcon.react tag="span" className="rf-Icon" />
      </button>
      <Side
        name={trans.__('Right run')}
        style={styles.get(right)}
        value={right}
        options={options}
        onChange={runId => choose(left, runId)}
      />
    </>
  );
}

/** One run of the pair: its marker and the choice. */
function Side(props: {
  name: string;
  style: IRunStyle | undefined;
  value: string;
  options: { value: string; text: string }[];
  onChange: (runId: string) => void;
}): React.ReactElement {
  const { style, ...choice } = props;
  return (
    <>
      {style && (
        <span className="rf-Pair-marker">
          <Marker style={style} />
        </span>
      )}
      <Select label="" {...choice} />
    </>
  );
}

/** The pair that is shown, or that will be once the answers are here. */
function pairOf(
  { state, runs, baseline }: IComparisonModel,
  view: IDifferenceView | null
): [string, string] {
  if (view) {
    return [view.left.run_id, view.right.run_id];
  }
  const left = state.left ?? baseline?.run_id ?? runs[0].run_id;
  const other = runs.find(run => run.run_id !== left) ?? runs[0];
  return [left, state.right ?? other.run_id];
}

/** ‹ 9 of 12 › */
function Walk(props: {
  ids: readonly string[];
  current: string | null;
  onWalk: (step: 1 | -1) => void;
}): React.ReactElement {
  const { trans } = useComparison();
  const { ids, current, onWalk } = props;
  const at = current === null ? 0 : ids.indexOf(current) + 1;
  return (
    <span className="rf-Walk">
      <button
        type="button"
        className="rf-IconButton"
        disabled={!ids.length}
        aria-label={trans.__('Previous difference')}
        title={trans.__('Previous difference ([)')}
        onClick={() => onWalk(-1)}
      >
        <caretLeftIcon.react tag="span" className="rf-Icon" />
      </button>
      <span role="status">
        {at
          ? trans.__('%1 of %2', at, ids.length)
          : trans._n('%1 difference', '%1 differences', ids.length)}
      </span>
      <button
        type="button"
        className="rf-IconButton"
        disabled={!ids.length}
        aria-label={trans.__('Next difference')}
        title={trans.__('Next difference (])')}
        onClick={() => onWalk(1)}
      >
        <caretRightIcon.react tag="span" className="rf-Icon" />
      </button>
    </span>
  );
}
