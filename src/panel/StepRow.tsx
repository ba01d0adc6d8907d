import {
  caretDownIcon,
  caretRightIcon,
  ellipsesIcon
} from '@jupyterlab/ui-components';
import * as React from 'react';

import type { TimelineStep } from '../api/types';
import { stepFlags, timesExecuted } from '../compare/flags';
import { firstLine } from '../compare/timeline';
import { cautionIcon } from '../icons';
import { usePanel } from './context';
import { Icon } from './icon';
import { originWord, stepLook, timeText } from './stepLook';
import { ToolButton } from './ToolButton';

/** What is in a row of 24 px: number, cell, code, what is to be said, run, time. */
export const StepRow = React.memo(function StepRow(props: {
  step: TimelineStep;
  /** Of the runs that executed it. */
  numbers: string;
  /** Its outputs are shown below. */
  open: boolean;
  onOpen: () => void;
  onMenu: (button: HTMLElement) => void;
}): React.ReactElement {
  const { numbers, onMenu, onOpen, open, step } = props;
  const { trans } = usePanel();
  const look = stepLook(step, trans);
  const origin = originWord(step, trans);
  const said = stepFlags(step.flags, trans).join('\n');
  const count = step.execution_count;
  const times = timesExecuted(step.flags);
  return (
    <>
      <span className="rf-StepRow-number" role="gridcell">
        <button
          type="button"
          className="rf-StepRow-caret"
          tabIndex={-1}
          aria-expanded={open}
          aria-label={trans.__('Outputs of step %1', step.seq)}
          title={
            open ? trans.__('Hide outputs (←)') : trans.__('Show outputs (→)')
          }
          onClick={event => {
            event.stopPropagation();
            onOpen();
          }}
        >
          <Icon icon={open ? caretDownIcon : caretRightIcon} small />
        </button>
        {step.seq}
      </span>
      <span
        className="rf-StepRow-cell"
        role="gridcell"
        title={
          step.origin === 'unknown'
            ? trans.__('Which cell this was is not known')
            : undefined
        }
      >
        {origin ? (
          <span className="rf-Word">{origin}</span>
        ) : (
          <>
            <span className="rf-StepRow-word">{trans.__('cell')} </span>
            {count === null ? '' : `[${count}]`}
          </>
        )}
      </span>
      <code className="rf-StepRow-code" role="gridcell" title={step.code}>
        {firstLine(step.code)}
      </code>
      <span className="rf-StepRow-marks" role="gridcell">
        {look && (
          <Icon icon={look.icon} small tone={look.tone} title={look.word} />
        )}
        {said && <Icon icon={cautionIcon} small tone="caution" title={said} />}
        {times > 1 && (
          <span
            title={trans.__('Execution %1 of this cell in its kernel', times)}
          >
            ×{times}
          </span>
        )}
        {numbers}
      </span>
      <span
        className="rf-StepRow-time rf-Number"
        role="gridcell"
        data-busy={step.status === 'busy'}
      >
        {timeText(step, trans)}
      </span>
      <span className="rf-StepRow-more" role="gridcell">
        <ToolButton
          icon={ellipsesIcon}
          label={trans.__('Actions of step %1', step.seq)}
          title={trans.__('Actions')}
          menu
          away
          onClick={onMenu}
        />
      </span>
    </>
  );
});
