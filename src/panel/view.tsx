import * as React from 'react';

// Its style comes with it: JupyterLab starts no later for what is not shown yet.
import '../../style/views.css';
import '../../style/panel.css';
import { useAspects } from '../draw/signals';
import type { IPanelContext } from './context';
import { PanelContext, usePanel } from './context';
import { EmptyState } from './EmptyState';
import { FilterRow } from './FilterRow';
import { useLater, useLiveRun } from './hooks';
import { ListHead } from './ListHead';
import { LiveStatus } from './LiveStatus';
import { Notices } from './Notices';
import { OpenRunCard } from './OpenRunCard';
import type { IDraftsSwitch } from './PanelToolbar';
import { PanelToolbar } from './PanelToolbar';
import { RunList } from './RunList';
import { SelectionBar } from './SelectionBar';
import { Skeleton } from './Skeleton';
import { StepsSection } from './StepsSection';
import { UndoBar } from './UndoBar';
import { useTimeline } from './useTimeline';

/** Nothing is shown as waiting before so many milliseconds. */
const WAIT = 200;

/** What the list area shows: rows, skeleton or why there are none. */
function ListArea({
  onFilter
}: {
  onFilter: () => void;
}): React.ReactElement | null {
  const { runs, live } = usePanel();
  useAspects(runs, 'status', 'list', 'runs', 'filter', 'recording', 'scope');
  useLiveRun(live);
  const loading = runs.status.state === 'loading';
  const late = useLater(loading, WAIT);
  if (loading) {
    return late ? (
      <>
        <ListHead loading />
        <Skeleton />
      </>
    ) : null;
  }
  const empty = runs.list.length === 0;
  if (empty && live.run && runs.filter === '') {
    // The open run stands on its card: nothing is empty.
    return null;
  }
  return (
    <>
      {(!empty || runs.filter !== '') && <ListHead loading={false} />}
      {empty ? <EmptyState /> : <RunList onFilter={onFilter} />}
    </>
  );
}

/** The panel from top to bottom; nothing scrolls but the list. */
function Panel(props: {
  drafts: boolean;
  visible: boolean;
}): React.ReactElement {
  const { drafts, visible } = props;
  const { live, runs, trans } = usePanel();
  const [filtering, setFiltering] = React.useState(runs.filter !== '');
  const [shown, setShown] = React.useState(drafts);
  const timeline = useTimeline(visible);
  useLiveRun(live);
  React.useEffect(() => setShown(drafts), [drafts]);
  const toggleFilter = (): void => {
    if (filtering) {
      runs.setFilter('');
    }
    setFiltering(!filtering);
  };
  const draftsSwitch: IDraftsSwitch = {
    shown,
    show: next => {
      setShown(next);
      runs.setShowDrafts(next);
    }
  };
  return (
    <div
      className="rf-Panel-body"
      role="complementary"
      aria-label={trans.__('Runs')}
    >
      <PanelToolbar
        filtering={filtering}
        onFilter={toggleFilter}
        drafts={draftsSwitch}
      />
      {filtering && <FilterRow onClose={() => setFiltering(false)} />}
      <Notices />
      <OpenRunCard />
      <LiveStatus />
      <ListArea onFilter={() => setFiltering(true)} />
      <StepsSection timeline={timeline} />
      <UndoBar />
      <SelectionBar timeline={timeline.model} />
    </div>
  );
}

/** What the lazy part of the panel is drawn from. */
export interface IPanelViewProps {
  context: IPanelContext;
  /** The setting: drafts are rows of their own. */
  showDrafts: boolean;
  /** False while the panel is hidden. */
  visible: boolean;
}

/** The whole panel; brought by import() when it is first shown. */
export function PanelView(props: IPanelViewProps): React.ReactElement {
  return (
    <PanelContext.Provider value={props.context}>
      <Panel drafts={props.showDrafts} visible={props.visible} />
    </PanelContext.Provider>
  );
}
