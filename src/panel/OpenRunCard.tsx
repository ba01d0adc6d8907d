import * as React from 'react';

import type { Live, Run } from '../api/types';
import { runStyle } from '../compare/palette';
import { subtitleOf } from '../compare/subtitle';
import { areParamsRead, unreadText } from '../compare/unread';
import { useAspects } from '../draw/signals';
import { Delta } from '../draw/delta';
import { Marker } from '../draw/marker';
import { formatDate, fullDate } from '../format/dates';
import { formatClock, formatDuration } from '../format/durations';
import { usePanel } from './context';
import { CardSparkline } from './CardSparkline';
import { useLive, useMeasure, useNow, useWidth } from './hooks';
import { busyStep } from './strip';
import { StepStrip } from './StepStrip';
import { Subtitle } from './Subtitle';

/** Padding of the card and its edge in px (style/panel.css). */
const EDGES = 20;
/** How often «12 s ago» is renewed, in milliseconds. */
const IDLE_EVERY = 5000;

/** «Idle · last step 2 min ago» */
function Idle({ live: facts }: { live: Live }): React.ReactElement {
  const { trans } = usePanel();
  const now = useNow(IDLE_EVERY);
  const last = facts.last_step_at ? new Date(facts.last_step_at) : null;
  return last ? (
    <span title={fullDate(last, trans)}>
      {trans.__('Idle · last step %1', formatDate(last, now, trans))}
    </span>
  ) : (
    <span>{trans.__('Idle')}</span>
  );
}

/** «Step 6 of 7 · cell [21] · 0:18» */
function Progress({ live: facts }: { live: Live }): React.ReactElement {
  const { live, trans } = usePanel();
  const busy = busyStep(facts);
  if (busy === null) {
    return <Idle live={facts} />;
  }
  const { step } = busy;
  const place = trans.__('Step %1 of %2', busy.place, busy.of);
  const cell =
    step.execution_count === null
      ? ''
      : trans.__('cell [%1]', step.execution_count);
  const clock = formatClock(live.stepSeconds() ?? 0);
  return <span>{[place, cell, clock].filter(Boolean).join(' · ')}</span>;
}

/** «≈ 0:12 left», and on what ground. */
function Estimate(): React.ReactElement | null {
  const { live, trans } = usePanel();
  const estimate = live.estimate();
  if (estimate === null) {
    return null;
  }
  const title = trans._n(
    'From %1 earlier execution of this cell: %2 to %3',
    'From %1 earlier executions of this cell: %2 to %3',
    estimate.from,
    formatDuration(estimate.shortest, trans),
    formatDuration(estimate.longest, trans)
  );
  // After the usual time nothing is left that could be estimated.
  return Math.round(estimate.secondsLeft) > 0 ? (
    <span className="rf-Card-second" title={title}>
      {trans.__('≈ %1 left', formatClock(estimate.secondsLeft))}
    </span>
  ) : (
    <span className="rf-Card-second rf-Card-roomy" title={title}>
      {trans.__('longer than usual')}
    </span>
  );
}

/** The chosen metric of the open run against the baseline, at the same x while it grows. */
function CardMetric({ run }: { run: Run }): React.ReactElement | null {
  const { runs } = usePanel();
  useAspects(runs, 'metric', 'runs');
  if (runs.metric === null || runs.valueOf(run) === null) {
    return null;
  }
  const delta = runs.deltaOf(run);
  return (
    <>
      <span className="rf-Card-second rf-Card-key" title={runs.metric}>
        {runs.metric}
      </span>
      <span className="rf-Number">{runs.valueText(run)}</span>
      {delta && (
        <span className="rf-Card-second">
          <Delta delta={delta} />
          {delta.at && (
            <span className="rf-Card-at rf-Card-roomy">{delta.at}</span>
          )}
        </span>
      )}
      <span className="rf-Card-space" />
      <CardSparkline run={run} metric={runs.metric} />
    </>
  );
}

/** «Params of R are not read», where params would be told. */
function Unread({ run }: { run: Run }): React.ReactElement | null {
  const text = unreadText([run], usePanel().trans);
  return text ? <div className="rf-Card-second">{text}</div> : null;
}

/** The open run of the notebook in front, live. */
export function OpenRunCard(): React.ReactElement | null {
  const { live, runs, trans } = usePanel();
  useLive(live);
  const box = React.useRef<HTMLElement>(null);
  const width = useWidth(box);
  const measure = useMeasure(box);
  const { run } = live;
  if (run === null || run.live === null || runs.scope.kind !== 'notebook') {
    return null;
  }
  const style = runStyle(run);
  return (
    <section
      ref={box}
      className="rf-Card"
      data-unread={!areParamsRead(run)}
      aria-label={trans.__('Open run %1', run.number)}
      style={{ borderLeftColor: style.color }}
    >
      <div className="rf-Card-title">
        <Marker style={style} />
        <b>#{run.number}</b>
        {run.name && <span className="rf-Card-name">{run.name}</span>}
        <span className="rf-Card-word">{trans.__('open')}</span>
        <span className="rf-Card-space" />
        <span className="rf-Number" title={trans.__('Busy time')}>
          {formatClock(live.busySeconds())}
        </span>
      </div>
      <Subtitle
        items={subtitleOf(run, trans)}
        room={width - EDGES}
        panel={width}
        measure={measure}
      />
      <Unread run={run} />
      <StepStrip live={run.live} />
      <div className="rf-Card-progress">
        <Progress live={run.live} />
        <span className="rf-Card-space" />
        <Estimate />
      </div>
      <div className="rf-Card-metric">
        <CardMetric run={run} />
      </div>
    </section>
  );
}
