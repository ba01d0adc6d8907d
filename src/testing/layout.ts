/** jsdom lays nothing out. */

class NoResize {
  observe(): void {
    // Nothing ever changes its size.
  }
  unobserve(): void {
    // See above.
  }
  disconnect(): void {
    // See above.
  }
}

/** Every element gets this size, and nothing is ever resized; texts are measured by their length. */
export function giveSizes(width: number, height: number): void {
  const size = (value: number) => ({ configurable: true, get: () => value });
  Object.defineProperties(HTMLElement.prototype, {
    offsetWidth: size(width),
    offsetHeight: size(height),
    clientWidth: size(width),
    clientHeight: size(height)
  });
  HTMLElement.prototype.scrollTo = () => undefined;
  HTMLCanvasElement.prototype.getContext = () => null;
  // Without an observer of what is in sight, everything is.
  Object.assign(globalThis, {
    ResizeObserver: NoResize,
    IntersectionObserver: undefined
  });
}
