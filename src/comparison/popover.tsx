import * as React from 'react';

/** A button that opens a small sheet below itself. Escape and a click elsewhere close it. */
export function Popover(props: {
  /** What stands on the button. */
  button: React.ReactNode;
  title: string;
  className?: string;
  /** The sheet lines up with the right edge of the button. */
  end?: boolean;
  children: (close: () => void) => React.ReactNode;
}): React.ReactElement {
  const [open, setOpen] = React.useState(false);
  const root = React.useRef<HTMLSpanElement>(null);
  const button = React.useRef<HTMLButtonElement>(null);

  React.useEffect(() => {
    if (!open) {
      return undefined;
    }
    root.current
      ?.querySelector<HTMLElement>('.rf-Popover-sheet :is(button, input)')
      ?.focus();
    const outside = (event: PointerEvent): void => {
      if (!root.current?.contains(event.target as Node)) {
        setOpen(false);
      }
    };
    document.addEventListener('pointerdown', outside, true);
    return () => document.removeEventListener('pointerdown', outside, true);
  }, [open]);

  const close = (): void => {
    setOpen(false);
    button.current?.focus();
  };
  return (
    <span
      className={`rf-Popover ${props.className ?? ''}`}
      ref={root}
      onKeyDown={event => {
        if (open && event.key === 'Escape') {
          event.stopPropagation();
          close();
        } else if (open) {
          moveFocus(event);
        }
      }}
    >
      <button
        ref={button}
        type="button"
        className="rf-ToolButton"
        title={props.title}
        aria-haspopup="dialog"
        aria-expanded={open}
        onClick={() => setOpen(!open)}
      >
        {props.button}
      </button>
      {open && (
        <div
          className="rf-Popover-sheet"
          role="dialog"
          aria-label={props.title}
          data-end={props.end || undefined}
        >
          {props.children(close)}
        </div>
      )}
    </span>
  );
}

/** ↑ and ↓ go through what can be chosen in the sheet. */
function moveFocus(event: React.KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
  if (step === undefined) {
    return;
  }
  const items = [
    ...event.currentTarget.querySelectorAll<HTMLElement>(
      '.rf-Popover-sheet :is(button, input)'
    )
  ];
  const at = items.indexOf(document.activeElement as HTMLElement);
  items[(at + step + items.length) % items.length]?.focus();
  event.preventDefault();
  event.stopPropagation();
}
