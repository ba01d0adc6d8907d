import type { IRunsModel } from '../tokens';
import type { IPanelContext } from './context';
import type { IMenuItem } from './menu';

/** Name of what is listed: `digits`. */
export function scopeName({ runs, trans }: IPanelContext): string {
  switch (runs.scope.kind) {
    case 'all':
      return trans.__('All notebooks');
    case 'experiment':
      return experimentName(runs, runs.scope.experiment_id) ?? trans.__('Runs');
    default:
      return notebookName(runs) ?? trans.__('Runs');
  }
}

function experimentName(runs: IRunsModel, id: string): string | null {
  return runs.experiments.find(one => one.experiment_id === id)?.name ?? null;
}

/** Experiment of the notebook in front, else the name of its file without the ending. */
function notebookName(runs: IRunsModel): string | null {
  const known =
    runs.notebook && experimentName(runs, runs.notebook.experiment_id);
  const file = runs.path
    ?.split('/')
    .pop()
    ?.replace(/\.ipynb$/, '');
  return known ?? file ?? null;
}

/** This notebook, all notebooks, then every experiment. */
export function scopeMenu(context: IPanelContext): IMenuItem[] {
  const { runs, trans } = context;
  const { scope } = runs;
  return [
    {
      label: trans.__('This notebook'),
      checked: scope.kind === 'notebook',
      run: () => runs.setScope({ kind: 'notebook' })
    },
    {
      label: trans.__('All notebooks'),
      checked: scope.kind === 'all',
      run: () => runs.setScope({ kind: 'all' })
    },
    ...runs.experiments.map((experiment, index) => ({
      label: experiment.name,
      separated: index === 0,
      checked:
        scope.kind === 'experiment' &&
        scope.experiment_id === experiment.experiment_id,
      run: () =>
        runs.setScope({
          kind: 'experiment',
          experiment_id: experiment.experiment_id
        })
    }))
  ];
}
