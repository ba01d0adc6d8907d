import { caretDownEmptyIcon, searchIcon } from '@jupyterlab/ui-components';
import * as React from 'react';

/** One choice of a select. */
export interface IOption<T extends string> {
  value: T;
  text: string;
}

/** A flat select with its label before it: `Baseline #5 ▾`. */
export function Select<T extends string>(props: {
  label: string;
  /** Accessible name where the label alone does not say it. */
  name?: string;
  value: T;
  options: readonly IOption<T>[];
  onChange: (value: T) => void;
}): React.ReactElement {
  const { label, name, value, options, onChange } = props;
  return (
    <label className="rf-Select">
      {label && <span className="rf-Select-label">{label}</span>}
      <select
        aria-label={name ?? label}
        value={value}
        onChange={event => onChange(event.target.value as T)}
      >
        {options.map(option => (
          <option key={option.value} value={option.value}>
            {option.text}
          </option>
        ))}
      </select>
      <caretDownEmptyIcon.react tag="span" className="rf-Select-caret" />
    </label>
  );
}

/** On or off. */
export function Switch(props: {
  text: string;
  on: boolean;
  title?: string;
  onChange: (on: boolean) => void;
}): React.ReactElement {
  return (
    <button
      type="button"
      role="switch"
      className="rf-Switch"
      aria-checked={props.on}
      title={props.title}
      onClick={() => props.onChange(!props.on)}
    >
      <span className="rf-Switch-track" aria-hidden="true" />
      {props.text}
    </button>
  );
}

/** A box to find something by its name. Escape empties it. */
export function FindBox(props: {
  placeholder: string;
  value: string;
  onChange: (value: string) => void;
}): React.ReactElement {
  return (
    <span className="rf-FindBox">
      <searchIcon.react tag="span" className="rf-FindBox-icon" />
      <input
        type="search"
        aria-label={props.placeholder}
        placeholder={props.placeholder}
        value={props.value}
        onChange={event => props.onChange(event.target.value)}
        onKeyDown={event => {
          if (event.key === 'Escape' && props.value) {
            event.stopPropagation();
            props.onChange('');
          }
        }}
      />
    </span>
  );
}

/** Two or three choices side by side, one of them on. */
export function Segments<T extends string>(props: {
  name: string;
  value: T;
  options: readonly IOption<T>[];
  onChange: (value: T) => void;
}): React.ReactElement {
  return (
    <span className="rf-Segments" role="group" aria-label={props.name}>
      {props.options.map(option => (
        <button
          key={option.value}
          type="button"
          aria-pressed={option.value === props.value}
          onClick={() => props.onChange(option.value)}
        >
          {option.text}
        </button>
      ))}
    </span>
  );
}
