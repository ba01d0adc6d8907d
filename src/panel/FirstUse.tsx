import * as React from 'react';

import { usePanel } from './context';

/** What the two buttons of the notice do. */
export interface IFirstUseProps {
  storePath: string;
  onGotIt: () => void;
  onTurnOff: () => void;
}

/** A path that may be broken behind each slash. */
function breakable(path: string): React.ReactNode[] {
  return path
    .split(/(?<=[\\/])/)
    .flatMap((part, index) => [part, <wbr key={index} />]);
}

/** Says once what is kept, where, and how to turn it off. */
export function FirstUse(props: IFirstUseProps): React.ReactElement {
  const { trans } = usePanel();
  const [more, setMore] = React.useState(false);
  const [before, after] = trans
    .__('On this machine, in %1. Nothing is sent anywhere.', '\u0000')
    .split('\u0000');
  return (
    <section
      className="rf-FirstUse"
      aria-label={trans.__('Runs of your notebooks are kept')}
    >
      <b>{trans.__('Runs of your notebooks are kept')}</b>
      <div>
        {before}
        <code className="rf-FirstUse-path">{breakable(props.storePath)}</code>
        {after}
      </div>
      <div className="rf-FirstUse-kept">
        <b>{trans.__('Kept:')}</b>{' '}
        {trans.__('code that ran, outputs, params, metrics and packages.')}
        <br />
        <b>{trans.__('Not kept:')}</b>{' '}
        {trans.__(
          'environment variables. Passwords and keys are removed before writing.'
        )}
      </div>
      {more && (
        <div className="rf-FirstUse-kept">
          {trans.__(
            'Of each cell: its code as it ran, when and for how long, its outputs (of long text the first and last part), its errors. Of each kernel: Python, packages, system and the git commit of its folder. Recording can be switched off for one notebook in its toolbar, or for all of them in the menu of this panel. Deleting the folder deletes everything.'
          )}
        </div>
      )}
      <div className="rf-FirstUse-actions">
        <button
          type="button"
          className="rf-Button rf-mod-primary"
          onClick={props.onGotIt}
        >
          {trans.__('Got it')}
        </button>
        <button
          type="button"
          className="rf-Button rf-mod-raised"
          onClick={props.onTurnOff}
        >
          {trans.__('Turn off')}
        </button>
      </div>
      <button
        type="button"
        className="rf-Link"
        aria-expanded={more}
        onClick={() => setMore(!more)}
      >
        {trans.__('What is kept?')}
      </button>
    </section>
  );
}
