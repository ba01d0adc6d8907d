import * as React from 'react';

import { useAspects } from '../draw/signals';
import { cautionIcon } from '../icons';
import type { IFilterFault } from '../tokens';
import { usePanel } from './context';
import { mendedFilter } from './mendedFilter';
import { Icon } from './icon';

/** What is wrong; the name that was meant is a link that puts it right. */
function FaultWords(fault: IFilterFault): React.ReactElement {
  const { runs } = usePanel();
  const { message, suggestion } = fault;
  const at = suggestion ? message.lastIndexOf(suggestion) : -1;
  if (suggestion === null || at < 0) {
    return <span>{message}</span>;
  }
  return (
    <span>
      {message.slice(0, at)}
      <button
        type="button"
        className="rf-Link"
        onClick={() => runs.setFilter(mendedFilter(runs.filter, fault))}
      >
        {suggestion}
      </button>
      {message.slice(at + suggestion.length)}
    </span>
  );
}

/** The box that filters the list, and what is wrong with what it says. */
export function FilterRow({
  onClose
}: {
  onClose: () => void;
}): React.ReactElement {
  const { runs, trans } = usePanel();
  useAspects(runs, 'filter');
  const box = React.useRef<HTMLInputElement>(null);
  React.useEffect(() => box.current?.focus(), []);
  const fault = runs.filterFault;
  const onKeyDown = (event: React.KeyboardEvent): void => {
    if (event.key === 'Escape') {
      event.stopPropagation();
      runs.setFilter('');
      onClose();
    }
  };
  return (
    <div className="rf-FilterRow">
      <input
        ref={box}
        className="rf-Field"
        type="text"
        value={runs.filter}
        placeholder={trans.__('Filter, e.g. val_acc > 0.9')}
        aria-label={trans.__('Filter runs')}
        aria-invalid={fault !== null}
        aria-describedby={fault ? 'rf-filter-fault' : undefined}
        spellCheck={false}
        onChange={event => runs.setFilter(event.currentTarget.value)}
        onKeyDown={onKeyDown}
      />
      {fault && (
        <div id="rf-filter-fault" className="rf-FilterRow-fault" role="status">
          <Icon icon={cautionIcon} tone="caution" />
          <FaultWords message={fault.message} suggestion={fault.suggestion} />
        </div>
      )}
    </div>
  );
}
