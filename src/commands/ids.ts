/** Ids of the product's commands: one home, so that views and settings name the same. */
export const CommandIDs = {
  /** Turn the recording of a notebook on or off. `{path?}` */
  toggleRecording: 'runfolio:toggle-recording',
  /** The next cell of a notebook opens a new run. `{path?}` */
  newRun: 'runfolio:new-run',
  /** Compare runs. `{runs?: string[]}`, the panel's selection unless told. */
  compare: 'runfolio:compare',
  /** The notebook as it was. `{run_id?, moment?: 'opened' | 'closed'}`, the selected run unless told. */
  openSnapshot: 'runfolio:open-snapshot',
  /** Show the panel «Runs» and focus its list. */
  openPanel: 'runfolio:open-panel'
} as const;
