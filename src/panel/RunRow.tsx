import * as React from 'react';

import type { Run } from '../api/types';
import { isChild } from '../compare/children';
import { runStyle } from '../compare/palette';
import { drawable, sparklineText } from '../compare/spark';
import type { ISubtitleItem } from '../compare/shapes';
import { wholeSubtitle } from '../compare/subtitle';
import { Delta } from '../draw/delta';
import { Marker } from '../draw/marker';
import { Sparkline } from '../draw/sparkline';
import { cautionIcon, noteIcon, starIcon } from '../icons';
import type { IPanelContext } from './context';
import { usePanel } from './context';
import { NARROW } from './hooks';
import { Icon } from './icon';
import type { Measure } from './measure';
import { statusLook } from './status';
import { Subtitle } from './Subtitle';

/** What a row is drawn from. */
export interface IRunRowProps {
  run: Run;
  subtitle: readonly ISubtitleItem[];
  depth: number;
  selected: boolean;
  /** Width of the list in px. */
  width: number;
  measure: Measure;
}

/** Fixed parts of the row's grid, gaps and padding included (style/panel.css). */
const FIXED_WIDE = 8 + 20 + 4 + 14 + 4 + 4 + 48 + 4 + 92 + 8;
const FIXED_NARROW = 8 + 18 + 4 + 12 + 4 + 4 + 84 + 8;
const INDENT_WIDE = 16;
const INDENT_NARROW = 12;

/** Room for the subtitle in px. */
export function subtitleRoom(width: number, depth: number): number {
  return width < NARROW
    ? width - FIXED_NARROW - depth * INDENT_NARROW
    : width - FIXED_WIDE - depth * INDENT_WIDE;
}

/** «Run 13, alpha 0.001 → 0.0001, val_acc 0.9688, 0.0244 better …, not selected» */
export function rowName(props: IRunRowProps, context: IPanelContext): string {
  const { run, selected, subtitle } = props;
  const { runs, trans } = context;
  const status = statusLook(run, trans);
  const delta = runs.deltaOf(run);
  const metric = runs.metricOf(run);
  const value = metric === null ? '' : `${metric} ${runs.valueText(run)}`;
  return [
    trans.__('Run %1', run.number),
    run.name,
    status?.word,
    isBaseline(run, context) ? trans.__('baseline') : '',
    wholeSubtitle(subtitle),
    value,
    delta?.title,
    selected ? trans.__('selected') : trans.__('not selected')
  ]
    .filter(Boolean)
    .join(', ');
}

function isBaseline(run: Run, { runs }: IPanelContext): boolean {
  return runs.baseline?.run_id === run.run_id;
}

/** First line: number, name, word of the baseline, star, note, status. */
function FirstLine({ run }: { run: Run }): React.ReactElement {
  const context = usePanel();
  const { trans } = context;
  const status = statusLook(run, trans);
  return (
    <>
      <b className="rf-RunRow-number">#{run.number}</b>
      {run.name && (
        <span className="rf-RunRow-name" title={run.name}>
          {run.name}
        </span>
      )}
      {isBaseline(run, context) && (
        <span className="rf-Word">{trans.__('baseline')}</span>
      )}
      {run.starred && (
        <Icon icon={starIcon} small title={trans.__('starred')} />
      )}
      {run.note && <Icon icon={noteIcon} small title={run.note} />}
      {status && (
        <span className="rf-RunRow-status">
          <Icon icon={status.icon} small tone={status.tone} />
          {status.word}
        </span>
      )}
    </>
  );
}

/** The value of the chosen metric, with a caution where it is no finite number. */
function Value({ run }: { run: Run }): React.ReactElement {
  const { runs } = usePanel();
  const value = runs.valueOf(run);
  const strange = value !== null && !Number.isFinite(value);
  return (
    <span
      className="rf-RunRow-value"
      title={value === null ? undefined : String(value)}
    >
      {strange && <Icon icon={cautionIcon} small tone="caution" />}
      {runs.valueText(run)}
    </span>
  );
}

/** Against the baseline; of a run that shows another metric than the chosen one which it is. */
function BelowValue({ run }: { run: Run }): React.ReactElement {
  const { runs } = usePanel();
  const metric = runs.metricOf(run);
  if (metric !== null && metric !== runs.metric) {
    return (
      <span className="rf-RunRow-key" title={metric}>
        {metric}
      </span>
    );
  }
  const delta = runs.deltaOf(run);
  return (
    <span className="rf-RunRow-delta">
      {(delta || runs.baseline) && <Delta delta={delta} />}
    </span>
  );
}

/** The course of the chosen metric; nothing where there is none or no room. */
function RunSparkline(props: {
  run: Run;
  narrow: boolean;
}): React.ReactElement | null {
  const { narrow, run } = props;
  const { runs, trans } = usePanel();
  const { metric } = runs;
  const spark = drawable(runs.sparkOf(run));
  // Beside the name of a fold there is no room for it in the short form.
  const named = narrow && isChild(run) && run.name !== null;
  if (spark.length < 2 || metric === null || named) {
    return null;
  }
  return (
    <span className="rf-RunRow-spark" role={narrow ? undefined : 'gridcell'}>
      <Sparkline
        values={spark}
        width={narrow ? 36 : 48}
        height={narrow ? 16 : 22}
        color={runStyle(run).color}
        title={sparklineText(metric, spark, spark.length, trans)}
      />
    </span>
  );
}

/** A run in two lines, 44 px. */
export const RunRow = React.memo(function RunRow(
  props: IRunRowProps
): React.ReactElement {
  const { depth, measure, run, selected, subtitle, width } = props;
  const { trans } = usePanel();
  const narrow = width < NARROW;
  const sparkline = <RunSparkline run={run} narrow={narrow} />;
  return (
    <>
      <span className="rf-RunRow-check" role="gridcell">
        <input
          type="checkbox"
          tabIndex={-1}
          checked={selected}
          readOnly
          aria-label={trans.__('Select run %1', run.number)}
        />
      </span>
      <span className="rf-RunRow-marker">
        <Marker style={runStyle(run)} />
      </span>
      <span className="rf-RunRow-first" role="gridcell">
        <FirstLine run={run} />
        {narrow && sparkline}
      </span>
      <span className="rf-RunRow-second" role="gridcell">
        <Subtitle
          items={subtitle}
          room={subtitleRoom(width, depth)}
          panel={width}
          measure={measure}
        />
      </span>
      {!narrow && sparkline}
      <span className="rf-RunRow-metric" role="gridcell">
        <Value run={run} />
        <BelowValue run={run} />
      </span>
    </>
  );
});
