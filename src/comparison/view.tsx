import * as React from 'react';

import '../../style/views.css';
import '../../style/comparison.css';

import { useAspects } from '../draw/signals';
import type { IComparisonState } from '../tokens';
import { Banners } from './banners';
import { ChartsView } from './charts';
import { Chips } from './chips';
import type { IComparisonContext } from './context';
import { ComparisonContext } from './context';
import { DifferencesView } from './differences/view';
import { Headline } from './headline';
import { inTextField } from './keys';
import { Empty, Skeleton } from './states';
import { TableView } from './table/view';
import { panelId, Tabs, tabId } from './tabs';
import { Toolbar } from './toolbar';
import { VisibleContext } from './visible';

type Tab = IComparisonState['tab'];

const TABS: Record<string, Tab> = {
  1: 'table',
  2: 'charts',
  3: 'differences'
};

/** A comparison of runs: toolbar, headline, chips, and the tab in front. */
export function ComparisonView(props: {
  context: IComparisonContext;
  /** False while the comparison's tab is hidden. */
  visible: boolean;
}): React.ReactElement {
  const { context, visible } = props;
  const { model, trans } = context;
  useAspects(model, 'state', 'runs', 'points', 'differences', 'status');
  const count = model.state.runs.length;
  return (
    <ComparisonContext.Provider value={context}>
      <div
        className="rf-Comparison-view"
        role="region"
        aria-label={trans._n(
          'Comparison of %1 run',
          'Comparison of %1 runs',
          count
        )}
        onKeyDown={event => {
          if (handleKey(event, model)) {
            event.preventDefault();
            event.stopPropagation();
          }
        }}
      >
        <VisibleContext.Provider value={visible}>
          <Toolbar />
          <Banners />
          <Body />
        </VisibleContext.Provider>
      </div>
    </ComparisonContext.Provider>
  );
}

/** Keys of the whole view: 1 2 3 for the tabs, undo and redo. True where a key was one. */
function handleKey(
  event: React.KeyboardEvent,
  model: IComparisonContext['model']
): boolean {
  if (inTextField(event) || event.altKey) {
    return false;
  }
  const tab = TABS[event.key];
  const accel = event.ctrlKey || event.metaKey;
  if (tab && !accel) {
    model.update({ tab });
    return true;
  }
  if (accel && event.key.toLowerCase() === 'z') {
    if (event.shiftKey) {
      model.redo();
    } else {
      model.undo();
    }
    return true;
  }
  return false;
}

/** What is there: nothing asked, not yet answered, refused, or the runs. */
function Body(): React.ReactElement | null {
  const context = React.useContext(ComparisonContext);
  const prefix = React.useId();
  if (!context) {
    return null;
  }
  const { model } = context;
  if (!model.state.runs.length) {
    return <Empty />;
  }
  if (!model.runs.length) {
    return model.status.state === 'loading' ? <Skeleton /> : null;
  }
  return (
    <>
      <Headline />
      <Chips />
      <Tabs prefix={prefix} />
      <div
        className="rf-Comparison-panel"
        role="tabpanel"
        id={panelId(prefix)}
        aria-labelledby={tabId(prefix, model.state.tab)}
        key={model.state.tab}
      >
        {model.state.tab === 'table' && <TableView />}
        {model.state.tab === 'charts' && <ChartsView />}
        {model.state.tab === 'differences' && <DifferencesView />}
      </div>
    </>
  );
}
