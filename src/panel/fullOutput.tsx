/** One output in full, in a dialog. Nothing of it is executed, and nothing is fetched for it. */
import { Dialog } from '@jupyterlab/apputils';
import { ReactWidget } from '@jupyterlab/ui-components';
import type { TranslationBundle } from '@jupyterlab/translation';
import * as React from 'react';

import type { Content, TimelineStep } from '../api/types';
import { plainText, type ShownOutput } from '../compare/outputs';
import type { IContents, ITimelineModel } from '../tokens';

/** In a frame without scripts nothing may be asked of a network either: it would tell who looks. */
const POLICY =
  "default-src 'none'; img-src data:; font-src data:; style-src 'unsafe-inline'";

/** What is shown of which step. */
export interface IFullOutput {
  item: Exclude<ShownOutput, { kind: 'text' | 'lost' }>;
  step: TimelineStep;
  timeline: ITimelineModel;
  trans: TranslationBundle;
}

/** Where an image is to be had: at the server, or, drawn by code (SVG), as what it says. */
export async function imageAddress(
  content: Content,
  stepId: string,
  contents: IContents
): Promise<string> {
  const { digest, mime } = content;
  return mime === 'image/svg+xml' || digest === null
    ? `data:${mime},${encodeURIComponent(await contentText(content, stepId, contents))}`
    : contents.url(digest, stepId);
}

/** The text of a content, from the output itself or from the server. */
export async function contentText(
  { digest, text }: Content,
  stepId: string,
  contents: IContents
): Promise<string> {
  return text ?? (digest === null ? '' : contents.text(digest, stepId));
}

/** HTML as the document of a frame that may do nothing. */
export function framed(html: string): string {
  return `<!doctype html><meta charset="utf-8"><meta http-equiv="Content-Security-Policy" content="${POLICY}">${html}`;
}

/** Show one output in full; Escape closes it. */
export function showFull(output: IFullOutput): void {
  const { item, step, trans } = output;
  const dialog = new Dialog({
    title: trans.__('Step %1: %2', step.seq, item.title),
    body: ReactWidget.create(<Full output={output} />),
    buttons: [Dialog.okButton({ label: trans.__('Close') })],
    hasClose: true
  });
  dialog.addClass('rf-FullOutput');
  void dialog.launch();
}

function Full({ output }: { output: IFullOutput }): React.ReactElement | null {
  const { item, trans } = output;
  const [text, setText] = React.useState<string | null>(null);
  const [failed, setFailed] = React.useState(false);
  React.useEffect(() => {
    fetched(output).then(setText, () => setFailed(true));
  }, [output]);
  if (failed) {
    return <p role="alert">{trans.__('It could not be loaded.')}</p>;
  }
  if (text === null) {
    return null;
  }
  if (item.kind === 'image') {
    return <img src={text} alt={item.title} onError={() => setFailed(true)} />;
  }
  return item.as === 'html' ? (
    <iframe sandbox="" srcDoc={framed(text)} title={item.title} />
  ) : (
    <pre tabIndex={0}>{plainText(text)}</pre>
  );
}

/** The address of an image, the text of anything else. */
function fetched({ item, step, timeline }: IFullOutput): Promise<string> {
  const read = item.kind === 'image' ? imageAddress : contentText;
  return read(item.content, step.step_id, timeline.contents);
}
