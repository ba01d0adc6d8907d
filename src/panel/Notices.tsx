import * as React from 'react';

import { useAspects } from '../draw/signals';
import { Banner } from './Banner';
import { bannersOf } from './banners';
import { usePanel } from './context';
import { FirstUse } from './FirstUse';

/** First use, faults and warnings, above the list. */
export function Notices(): React.ReactElement {
  const { recorder, runs, trans } = usePanel();
  useAspects(runs, 'notices', 'status', 'health', 'recording', 'edits');
  const [turnedOff, setTurnedOff] = React.useState(false);
  const first = runs.notices.find(notice => notice.kind === 'first-use');
  const path = first?.facts.store_path ?? runs.health?.store_path;
  const dismiss = (): void => {
    if (first) {
      void runs.edits.attempt(runs.dismissNotice(first.notice_id));
    }
  };
  const turnOff = (): void => {
    const off = runs.setRecording(false).then(() => {
      setTurnedOff(true);
      dismiss();
    });
    void runs.edits.attempt(off);
  };
  const turnOn = (): void => {
    const on = runs.setRecording(true).then(() => setTurnedOff(false));
    void runs.edits.attempt(on);
  };
  const banners = bannersOf(
    {
      status: runs.status,
      health: runs.health,
      notices: runs.notices,
      recorderFault: recorder?.fault ?? null,
      refusal: runs.edits.refusal
    },
    trans
  );
  return (
    <div className="rf-Notices">
      {banners.map(banner => (
        <Banner key={banner.id} banner={banner} />
      ))}
      {first && path && !turnedOff && (
        <FirstUse storePath={path} onGotIt={dismiss} onTurnOff={turnOff} />
      )}
      {turnedOff && (
        <section className="rf-FirstUse" role="status">
          <div>
            {trans.__('Recording is off. Turn it on in a notebook’s toolbar.')}
          </div>
          <div className="rf-FirstUse-actions">
            <button
              type="button"
              className="rf-Button rf-mod-raised"
              onClick={turnOn}
            >
              {trans.__('Undo')}
            </button>
            <button
              type="button"
              className="rf-Button rf-mod-plain"
              onClick={() => setTurnedOff(false)}
            >
              {trans.__('Close')}
            </button>
          </div>
        </section>
      )}
    </div>
  );
}
