import * as React from 'react';

import type { IDifferenceView } from '../../compare/differenceshapes';
import { StatusBanner } from '../banners';
import { useComparison } from '../context';
import { isPlain } from '../keys';
import { Skeleton } from '../states';
import { DifferencesBar } from './bar';
import { Outline } from './outline';
import { Section } from './section';
import { stepped } from './walk';

/** All that differs between two of the runs. */
export function DifferencesView(): React.ReactElement {
  const { model, trans } = useComparison();
  if (model.runs.length < 2) {
    return (
      <div className="rf-Nothing">
        <h2>{trans.__('Add one more run')}</h2>
        <p>{trans.__('Differences are between two runs.')}</p>
      </div>
    );
  }
  const { differences, differencesStatus } = model;
  return (
    <>
      {!differences && <DifferencesBar view={null} />}
      <StatusBanner
        status={differencesStatus}
        onRetry={() => void model.refresh()}
      />
      {differences ? (
        <Pair view={differences} />
      ) : (
        differencesStatus.state === 'loading' && <Skeleton />
      )}
    </>
  );
}

/** Bar, outline and sections of one pair, with the difference that is in front. */
function Pair({ view }: { view: IDifferenceView }): React.ReactElement {
  const { model, trans } = useComparison();
  const { state } = model;
  const [current, setCurrent] = React.useState<string | null>(null);
  const body = React.useRef<HTMLDivElement>(null);
  const go = (id: string | null): void => {
    setCurrent(id);
    const target = [
      ...(body.current?.querySelectorAll<HTMLElement>('[data-difference]') ??
        [])
    ].find(element => element.dataset.difference === id);
    target?.scrollIntoView?.({ block: 'nearest' });
  };
  const walk = (step: 1 | -1): void => go(stepped(view.ids, current, step));
  const keys = (event: React.KeyboardEvent): void => {
    const layout = state.diffLayout === 'unified' ? 'side-by-side' : 'unified';
    const act = {
      ']': () => walk(1),
      '[': () => walk(-1),
      u: () => model.update({ diffLayout: layout }),
      i: () => model.update({ hideSame: !state.hideSame })
    }[event.key];
    if (act && isPlain(event)) {
      act();
      event.preventDefault();
    }
  };
  return (
    <div className="rf-Differences" onKeyDown={keys}>
      <DifferencesBar view={view} current={current} onWalk={walk} />
      <div className="rf-Differences-body">
        <Outline view={view} current={current} onGo={go} />
        <div
          className="rf-Differences-sections"
          ref={body}
          tabIndex={0}
          role="region"
          aria-label={trans.__(
            'Differences between #%1 and #%2',
            view.left.number,
            view.right.number
          )}
        >
          {view.sections.map(section => (
            <Section
              key={section.id}
              section={section}
              view={view}
              current={current}
            />
          ))}
        </div>
      </div>
    </div>
  );
}
