import * as React from 'react';

import { nearestPoint } from '../../compare/series';
import type { IChart } from '../../compare/chartshapes';
import type { IAxes } from './geometry';
import { spread, toPixel } from './geometry';
import { endOf, formatX } from './readings';

/** Distance of labels at line ends, in px. */
const LABEL_GAP = 12;

/** Over the drawing: the rule at the x that is read, markers on the lines, labels at their ends. */
export function Overlay(props: {
  chart: IChart;
  axes: IAxes;
  x: number | null;
  labels: boolean;
}): React.ReactElement {
  const { chart, axes, x, labels } = props;
  const at = x === null ? null : toPixel(axes.x, x);
  const inside = at !== null && at >= axes.x.start - 1 && at <= axes.x.end + 1;
  return (
    <svg className="rf-Plot-overlay" aria-hidden="true">
      <text
        className="rf-Plot-xlabel"
        x={axes.x.end}
        y={axes.y.start + 26}
        textAnchor="end"
      >
        {chart.xLabel}
      </text>
      {inside && x !== null && (
        <>
          <line
            className="rf-Plot-rule"
            x1={at}
            x2={at}
            y1={axes.y.end}
            y2={axes.y.start}
          />
          <Dots chart={chart} axes={axes} x={x} />
          <XChip at={at} y={axes.y.start} text={formatX(x)} />
        </>
      )}
      {labels && <EndLabels chart={chart} axes={axes} />}
    </svg>
  );
}

function Dots(props: {
  chart: IChart;
  axes: IAxes;
  x: number;
}): React.ReactElement {
  const { chart, axes, x } = props;
  return (
    <>
      {chart.lines.map(line => {
        const place = nearestPoint(line.x, x);
        const value = line.y[place];
        return value === null || value === undefined ? null : (
          <circle
            key={line.id}
            cx={toPixel(axes.x, line.x[place])}
            cy={toPixel(axes.y, value)}
            r={4}
            style={{ fill: line.style.color }}
          />
        );
      })}
    </>
  );
}

function XChip(props: {
  at: number;
  y: number;
  text: string;
}): React.ReactElement {
  const width = props.text.length * 7 + 12;
  return (
    <g className="rf-Plot-chip">
      <rect
        x={props.at - width / 2}
        y={props.y + 4}
        width={width}
        height={18}
        rx={2}
      />
      <text x={props.at} y={props.y + 17} textAnchor="middle">
        {props.text}
      </text>
    </g>
  );
}

function EndLabels(props: { chart: IChart; axes: IAxes }): React.ReactElement {
  const { chart, axes } = props;
  const ends = chart.lines.flatMap(line => {
    const value = endOf(line);
    return value === null ? [] : [{ line, y: toPixel(axes.y, value) }];
  });
  const places = spread(
    ends.map(end => end.y),
    LABEL_GAP,
    axes.y.end,
    axes.y.start
  );
  return (
    <>
      {ends.map(({ line }, index) => (
        <text
          key={line.id}
          className={
            line.baseline ? 'rf-Plot-end rf-mod-baseline' : 'rf-Plot-end'
          }
          x={axes.x.end + 10}
          y={places[index] + 4}
        >
          {line.label}
        </text>
      ))}
    </>
  );
}
