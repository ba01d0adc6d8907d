import * as React from 'react';

import { usePanel } from './context';
import { useLive } from './hooks';
import { busyStep } from './strip';

/** A screen reader is told about progress at most so often, in milliseconds. */
const SPOKEN_EVERY = 10_000;

/** What the open run does, spoken and not seen. */
export function LiveStatus(): React.ReactElement {
  const { live, trans } = usePanel();
  useLive(live);
  const { run } = live;
  const busy = run?.live ? busyStep(run.live) : null;
  const text = run
    ? busy
      ? trans.__('Run %1, step %2 of %3', run.number, busy.place, busy.of)
      : trans.__('Run %1, idle', run.number)
    : '';
  const latest = React.useRef(text);
  latest.current = text;
  const [spoken, setSpoken] = React.useState(text);
  React.useEffect(() => {
    const timer = setInterval(() => setSpoken(latest.current), SPOKEN_EVERY);
    return () => clearInterval(timer);
  }, []);
  return (
    <div className="rf-Spoken" role="status">
      {spoken}
    </div>
  );
}
