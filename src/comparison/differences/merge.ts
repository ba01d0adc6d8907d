/** The one door to CodeMirror: two read-only texts with what differs between them. */
import { MergeView, unifiedMergeView } from '@codemirror/merge';
import { Compartment, EditorState } from '@codemirror/state';
import type { Extension } from '@codemirror/state';
import { EditorView, lineNumbers } from '@codemirror/view';
import type { IEditorLanguageRegistry } from '@jupyterlab/codemirror';
import { jupyterTheme } from '@jupyterlab/codemirror';
import type { TranslationBundle } from '@jupyterlab/translation';

import { wordDiff } from './wordDiff';

/** What is shown and how. */
export interface IMergeOptions {
  left: string;
  right: string;
  unified: boolean;
  /** Fold unchanged lines away from changes. */
  fold: boolean;
  languages: IEditorLanguageRegistry | null;
  /** Name of the language, as the kernel gives it. */
  language: string;
  trans: TranslationBundle;
}

/** A shown difference. */
export interface IMerge {
  dispose: () => void;
}

/** Unchanged lines beside a change, and how many more there must be to be folded. */
const FOLD = { margin: 1, minSize: 3 };
/** Marks are on whole words. */
const DIFF = { override: wordDiff };

/** Show the difference of two texts in an element, side by side or in one column. */
export function showMerge(parent: HTMLElement, options: IMergeOptions): IMerge {
  const language = new Compartment();
  const shared = [...baseExtensions(options), language.of([])];
  const shown = options.unified
    ? unified(parent, shared, options)
    : sideBySide(parent, shared, options);
  void colour(shown.editors, language, options);
  return shown;
}

interface IShown extends IMerge {
  editors: EditorView[];
}

function sideBySide(
  parent: HTMLElement,
  extensions: Extension[],
  { left, right, fold }: IMergeOptions
): IShown {
  const merge = new MergeView({
    a: { doc: left, extensions },
    b: { doc: right, extensions },
    parent,
    gutter: true,
    highlightChanges: true,
    collapseUnchanged: fold ? FOLD : undefined,
    diffConfig: DIFF
  });
  return { editors: [merge.a, merge.b], dispose: () => merge.destroy() };
}

function unified(
  parent: HTMLElement,
  extensions: Extension[],
  { left, right, fold }: IMergeOptions
): IShown {
  const view = new EditorView({
    doc: right,
    parent,
    extensions: [
      ...extensions,
      unifiedMergeView({
        original: left,
        mergeControls: false,
        gutter: true,
        highlightChanges: true,
        collapseUnchanged: fold ? FOLD : undefined,
        diffConfig: DIFF
      })
    ]
  });
  return { editors: [view], dispose: () => view.destroy() };
}

function baseExtensions({ trans }: IMergeOptions): Extension[] {
  return [
    jupyterTheme,
    lineNumbers(),
    EditorView.lineWrapping,
    EditorState.readOnly.of(true),
    EditorView.contentAttributes.of({
      'aria-label': trans.__('Code as it ran'),
      'aria-readonly': 'true'
    }),
    EditorState.phrases.of({ '$ unchanged lines': trans.__('$ same lines') })
  ];
}

/** The language comes late; until then, and without one, the text is plain. */
async function colour(
  editors: readonly EditorView[],
  compartment: Compartment,
  { languages, language }: IMergeOptions
): Promise<void> {
  try {
    const found = await languages?.getLanguage(language);
    if (!found?.support) {
      return;
    }
    const effects = compartment.reconfigure(found.support);
    for (const editor of editors) {
      if (editor.dom.isConnected) {
        editor.dispatch({ effects });
      }
    }
  } catch (error) {
    console.warn('Runfolio: the language could not be loaded', error);
  }
}
