import * as React from 'react';

import type { IComparisonState } from '../tokens';
import { useComparison } from './context';

type Tab = IComparisonState['tab'];

/** Ids that are one comparison's own: several may be open. */
export function tabId(prefix: string, tab: Tab): string {
  return `${prefix}-tab-${tab}`;
}

/** Id of the panel under the tabs. */
export function panelId(prefix: string): string {
  return `${prefix}-panel`;
}

/** Table, Charts, Differences with their count. ← and → go through them. */
export function Tabs({ prefix }: { prefix: string }): React.ReactElement {
  const { model, trans } = useComparison();
  const tabs: { id: Tab; text: string; count: number | null }[] = [
    { id: 'table', text: trans.__('Table'), count: null },
    { id: 'charts', text: trans.__('Charts'), count: null },
    {
      id: 'differences',
      text: trans.__('Differences'),
      count: model.differenceCount
    }
  ];
  const front = model.state.tab;
  const move = (event: React.KeyboardEvent<HTMLElement>): void => {
    const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
    if (step === undefined) {
      return;
    }
    const at = tabs.findIndex(tab => tab.id === front);
    const next = tabs[(at + step + tabs.length) % tabs.length].id;
    model.update({ tab: next });
    event.currentTarget
      .querySelector<HTMLElement>(`[data-tab="${next}"]`)
      ?.focus();
    event.preventDefault();
  };
  return (
    <div className="rf-Tabs" role="tablist" onKeyDown={move}>
      {tabs.map(tab => (
        <button
          key={tab.id}
          id={tabId(prefix, tab.id)}
          type="button"
          role="tab"
          data-tab={tab.id}
          aria-controls={panelId(prefix)}
          aria-selected={tab.id === front}
          tabIndex={tab.id === front ? 0 : -1}
          onClick={() => model.update({ tab: tab.id })}
        >
          {tab.text}
          {tab.count !== null && (
            <span className="rf-Tabs-count">{tab.count}</span>
          )}
        </button>
      ))}
    </div>
  );
}
