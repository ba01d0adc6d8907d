import { createContext, useContext } from 'react';

/** False while the comparison's tab is hidden: heavy drawings are taken away then. */
export const VisibleContext = createContext(true);

/** True while the comparison is on the screen. */
export function useVisible(): boolean {
  return useContext(VisibleContext);
}
