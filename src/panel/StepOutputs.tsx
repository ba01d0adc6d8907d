import * as React from 'react';

import type { Output, TimelineStep } from '../api/types';
import { stepFlags } from '../compare/flags';
import { shownOutputs, type ShownOutput } from '../compare/outputs';
import { cautionIcon } from '../icons';
import type { ITimelineModel } from '../tokens';
import { usePanel } from './context';
import { imageAddress, showFull } from './fullOutput';
import { useLater } from './hooks';
import { Icon } from './icon';

/** Nothing is shown as waiting before so many milliseconds. */
const WAIT = 200;

interface IStepProps {
  step: TimelineStep;
  timeline: ITimelineModel;
}

/** The outputs as they are known: null while they are asked for, false where they did not come. */
function useOutputs({
  step,
  timeline
}: IStepProps): readonly Output[] | null | false {
  const [found, setFound] = React.useState<readonly Output[] | null | false>(
    null
  );
  const { ended_at: ended, status, step_id: id } = step;
  React.useEffect(() => {
    let old = false;
    timeline.outputsOf(id).then(
      outputs => !old && setFound(outputs),
      () => !old && setFound(false)
    );
    return () => {
      old = true;
    };
    // What a step showed is kept when it ends, and may change with it.
  }, [timeline, id, ended, status]);
  return found;
}

/** What the user saw of a step, small, below its row; each part opens in full. */
export function StepOutputs(props: IStepProps): React.ReactElement {
  const { step } = props;
  const { trans } = usePanel();
  const outputs = useOutputs(props);
  const late = useLater(outputs === null, WAIT);
  const shown = React.useMemo(
    () => (outputs ? shownOutputs(outputs, trans) : []),
    [outputs, trans]
  );
  const said = stepFlags(step.flags, trans);
  const why = reason(outputs, step, late, trans);
  return (
    <div role="gridcell" className="rf-StepOutputs-all">
      {said.map(text => (
        <div key={text} className="rf-StepOutputs-flag">
          <Icon icon={cautionIcon} small tone="caution" />
          <span>{text}</span>
        </div>
      ))}
      {why && (
        <div className="rf-StepOutputs-line" role="status">
          {why}
        </div>
      )}
      {shown.map((item, at) => (
        <One key={at} {...props} item={item} />
      ))}
    </div>
  );
}

/** Why there is nothing to see. */
function reason(
  outputs: readonly Output[] | null | false,
  { status }: TimelineStep,
  late: boolean,
  trans: ReturnType<typeof usePanel>['trans']
): string {
  if (outputs === false) {
    return trans.__('The outputs could not be loaded.');
  }
  if (outputs === null) {
    return late ? trans.__('Loading outputs') : '';
  }
  if (outputs.length) {
    return '';
  }
  return status === 'busy' || status === 'queued'
    ? trans.__('Outputs are kept when the cell has ended.')
    : trans.__('No outputs.');
}

function One(props: IStepProps & { item: ShownOutput }): React.ReactElement {
  const { item, step, timeline } = props;
  const { trans } = usePanel();
  const open = (): void => {
    if (item.kind === 'image' || item.kind === 'other') {
      showFull({ item, step, timeline, trans });
    }
  };
  switch (item.kind) {
    case 'text':
      return (
        <pre
          className="rf-StepOutputs-text"
          data-error={item.isError || undefined}
        >
          {item.text}
        </pre>
      );
    case 'image':
      return (
        <button
          type="button"
          className="rf-StepOutputs-image"
          title={trans.__('%1: show it in full', item.title)}
          onClick={open}
        >
          <Thumbnail {...props} item={item} />
        </button>
      );
    case 'other':
      return item.as === 'file' ? (
        <File {...props} item={item} />
      ) : (
        <button type="button" className="rf-Link" onClick={open}>
          {item.title}
        </button>
      );
    default:
      return <div className="rf-StepOutputs-line">{item.text}</div>;
  }
}

/** The browser makes it small; what is out of sight is not fetched. */
function Thumbnail(
  props: IStepProps & { item: Extract<ShownOutput, { kind: 'image' }> }
): React.ReactElement {
  const { item, step, timeline } = props;
  const { trans } = usePanel();
  const [failed, setFailed] = React.useState(false);
  const [address, setAddress] = React.useState<string | null>(null);
  React.useEffect(() => {
    let old = false;
    imageAddress(item.content, step.step_id, timeline.contents).then(
      found => !old && setAddress(found),
      () => !old && setFailed(true)
    );
    return () => {
      old = true;
    };
  }, [item.content, step.step_id, timeline]);
  return failed ? (
    <span>{trans.__('The image could not be loaded.')}</span>
  ) : (
    <img
      src={address ?? undefined}
      alt={item.title}
      loading="lazy"
      decoding="async"
      onError={() => setFailed(true)}
    />
  );
}

function File({
  item,
  step,
  timeline
}: IStepProps & {
  item: Extract<ShownOutput, { kind: 'other' }>;
}): React.ReactElement {
  const { trans } = usePanel();
  const { digest } = item.content;
  return digest === null ? (
    <div className="rf-StepOutputs-line">{item.title}</div>
  ) : (
    <a
      className="rf-Link"
      href={timeline.contents.url(digest, step.step_id)}
      title={trans.__('Download')}
      download
    >
      {item.title}
    </a>
  );
}
