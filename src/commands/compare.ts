import type { IComparisonState } from '../tokens';
import { compareIcon } from '../icons';
import { CommandIDs } from './ids';
import type { ICommandParts } from './parts';

/**
 * Compare runs: those of the arguments, else those selected in the panel. All other arguments are
 * the comparison's state and are handed on, so that a saved layout opens as it was.
 */
export function addCompare(parts: ICommandParts): void {
  const { commands, opener, runs, trans } = parts;
  commands.addCommand(CommandIDs.compare, {
    label: trans.__('Compare Selected Runs'),
    caption: trans.__('Compare the selected runs side by side (C)'),
    icon: compareIcon,
    isEnabled: args =>
      opener !== null &&
      (Array.isArray(args.runs) || runs.selection.length > 0),
    describedBy: {
      args: {
        type: 'object',
        properties: {
          runs: {
            type: 'array',
            items: { type: 'string' },
            description: trans.__('Ids of the runs; those selected.')
          }
        }
      }
    },
    execute: async args => {
      const state = args as Partial<IComparisonState>;
      await opener?.open({ ...state, runs: state.runs ?? [...runs.selection] });
    }
  });
}
