import { CommandRegistry } from '@lumino/commands';
import { Menu } from '@lumino/widgets';

/** One line of a menu of the panel. */
export interface IMenuItem {
  label: string;
  /** Drawn with a check mark. */
  checked?: boolean;
  disabled?: boolean;
  /** A line above this item. */
  separated?: boolean;
  run: () => void;
}

/**
 * Open a menu below a button. JupyterLab's own menu widget, so that look, keys and roles are those
 * of every other menu.
 */
export function openMenu(button: Element, items: IMenuItem[]): void {
  const commands = new CommandRegistry();
  const menu = new Menu({ commands });
  menu.addClass('rf-Menu');
  items.forEach((item, index) => {
    const command = `item-${index}`;
    commands.addCommand(command, {
      label: item.label,
      isToggled: () => item.checked ?? false,
      isToggleable: item.checked !== undefined,
      isEnabled: () => !item.disabled,
      execute: item.run,
      describedBy: { args: null }
    });
    if (item.separated) {
      menu.addItem({ type: 'separator' });
    }
    menu.addItem({ command });
  });
  menu.aboutToClose.connect(() => {
    // The menu executes its item after it has closed.
    setTimeout(() => menu.dispose(), 0);
  });
  const box = button.getBoundingClientRect();
  menu.open(box.left, box.bottom);
}
