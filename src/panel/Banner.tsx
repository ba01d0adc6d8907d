import * as React from 'react';

import { cautionIcon, faultIcon } from '../icons';
import { REFUSAL, type BannerAction, type IBanner } from './banners';
import { usePanel } from './context';
import { Icon } from './icon';

/** Says one fault: what happened, what is safe, what can be done. */
export function Banner({ banner }: { banner: IBanner }): React.ReactElement {
  const { doors, runs, trans } = usePanel();
  const [mending, setMending] = React.useState(false);
  const { notice } = banner;
  const act: Record<BannerAction, () => void> = {
    retry: () => void runs.refresh(),
    mend: () => setMending(!mending),
    'go-to-cell': () => {
      const { path, cell_id } = notice?.facts ?? {};
      doors.goToCell(path, cell_id);
    },
    dismiss: () => {
      if (banner.id === REFUSAL) {
        runs.edits.dismissRefusal();
      } else if (notice) {
        void runs.edits.attempt(runs.dismissNotice(notice.notice_id));
      }
    }
  };
  const caution = banner.tone === 'caution';
  return (
    <div
      className="rf-Banner"
      role={banner.id === 'stale' ? 'status' : 'alert'}
    >
      <Icon icon={caution ? cautionIcon : faultIcon} tone={banner.tone} />
      <div className="rf-Banner-words">
        <b>{banner.what}</b>
        {banner.safe && <div>{banner.safe}</div>}
        <div className="rf-Banner-actions">
          {banner.actions.map(action => (
            <button
              key={action}
              type="button"
              className="rf-Link"
              aria-expanded={action === 'mend' ? mending : undefined}
              onClick={act[action]}
            >
              {action === 'dismiss' ? trans.__('Dismiss') : banner.label}
            </button>
          ))}
        </div>
        {mending && <div className="rf-Banner-mend">{banner.mend}</div>}
      </div>
    </div>
  );
}
