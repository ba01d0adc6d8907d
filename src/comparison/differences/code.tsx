import { caretDownIcon, caretRightIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

import type {
  CodeBlock,
  ICodeSide,
  IDifferenceView
} from '../../compare/differenceshapes';
import { cautionIcon } from '../../icons';
import { useComparison } from '../context';
import { useNear } from '../near';
import type { IMerge } from './merge';
import { showMerge } from './merge';

type Cell = Extract<CodeBlock, { kind: 'cell' }>;
type Same = Extract<CodeBlock, { kind: 'same' }>;

/** One aligned cell: what ran left and right, as a text difference. */
export function CodeCell(props: {
  block: Cell;
  view: IDifferenceView;
  current: boolean;
}): React.ReactElement {
  const { block, view, current } = props;
  return (
    <article
      className="rf-Code"
      aria-label={`${block.title}, ${block.markText}`}
      data-difference={block.id}
      data-current={current || undefined}
    >
      <CodeHead left={block.left} right={block.right}>
        <b>{block.title}</b>
        {block.heading && <span className="rf-second">{block.heading}</span>}
        <span className="rf-Word">{block.markText}</span>
      </CodeHead>
      <CodeFlags left={block.left} right={block.right} />
      <Merge
        left={block.left?.code ?? ''}
        right={block.right?.code ?? ''}
        language={view.right.language ?? view.left.language}
      />
    </article>
  );
}

/** What stands over the code: title at the left, on both sides which step it was. */
function CodeHead(props: {
  left: ICodeSide | null;
  right: ICodeSide | null;
  children: React.ReactNode;
}): React.ReactElement {
  return (
    <div className="rf-Code-head">
      <div>
        {props.children}
        <span className="rf-spacer" />
        <span className="rf-second">{props.left?.text ?? '–'}</span>
      </div>
      <div>
        <span className="rf-spacer" />
        <span className="rf-second">{props.right?.text ?? '–'}</span>
      </div>
    </div>
  );
}

/** What must be said of either step, in words; nothing where there is nothing. */
function CodeFlags(props: {
  left: ICodeSide | null;
  right: ICodeSide | null;
}): React.ReactElement | null {
  const sides = [props.left, props.right];
  if (!sides.some(side => side?.flags.length)) {
    return null;
  }
  return (
    <div className="rf-Code-flags">
      {sides.map((side, at) => (
        <ul key={at}>
          {side?.flags.map(text => (
            <li key={text}>
              <cautionIcon.react
                tag="span"
                className="rf-Icon rf-mod-small rf-tone-caution"
              />
              {text}
            </li>
          ))}
        </ul>
      ))}
    </div>
  );
}

/** Cells that are the same, in one row; opened, their code. */
export function SameCells(props: {
  block: Same;
  view: IDifferenceView;
}): React.ReactElement {
  const { block, view } = props;
  const { model } = useComparison();
  const [asked, setAsked] = React.useState<boolean | null>(null);
  const open = asked ?? !model.state.hideSame;
  const Caret = open ? caretDownIcon : caretRightIcon;
  return (
    <>
      <button
        type="button"
        className="rf-Code-same"
        aria-expanded={open}
        onClick={() => setAsked(!open)}
      >
        <Caret.react tag="span" className="rf-Icon" />
        {block.text}
      </button>
      {open &&
        block.cells.map(cell => (
          <article
            key={cell.left.step_id}
            className="rf-Code"
            aria-label={cell.title}
          >
            <CodeHead left={cell.left} right={cell.right}>
              <b>{cell.title}</b>
            </CodeHead>
            <CodeFlags left={cell.left} right={cell.right} />
            <Merge
              left={cell.left.code}
              right={cell.right.code}
              language={view.right.language}
              whole
            />
          </article>
        ))}
    </>
  );
}

/** Two texts in CodeMirror, made when they come near the view. */
function Merge(props: {
  left: string;
  right: string;
  language: string | null;
  whole?: boolean;
}): React.ReactElement {
  const { left, right, language, whole } = props;
  const { model, trans, languages } = useComparison();
  const { diffLayout } = model.state;
  const target = React.useRef<HTMLDivElement>(null);
  const near = useNear(target);
  React.useEffect(() => {
    if (!near || !target.current) {
      return undefined;
    }
    const merge: IMerge = showMerge(target.current, {
      left,
      right,
      unified: diffLayout === 'unified',
      fold: !whole,
      languages,
      language: language ?? 'python',
      trans
    });
    return () => merge.dispose();
  }, [near, left, right, diffLayout, whole, languages, language, trans]);
  const lines = Math.max(left.split('\n').length, right.split('\n').length);
  return (
    <div
      className="rf-Merge"
      ref={target}
      style={near ? undefined : { height: lines * 17 }}
    />
  );
}
