import * as React from 'react';

/** How far outside of the view something is drawn already. */
const MARGIN = '400px';

/** True from the moment an element comes near the view; it stays true. */
export function useNear(ref: React.RefObject<HTMLElement>): boolean {
  const [near, setNear] = React.useState(
    () => typeof IntersectionObserver === 'undefined'
  );
  React.useEffect(() => {
    const element = ref.current;
    if (near || !element) {
      return undefined;
    }
    const observer = new IntersectionObserver(
      entries => {
        if (entries.some(entry => entry.isIntersecting)) {
          setNear(true);
        }
      },
      { rootMargin: MARGIN }
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, [near, ref]);
  return near;
}

/** Width and height of an element in px, followed as it is resized; null until it has any. */
export function useSize(
  ref: React.RefObject<HTMLElement>
): { width: number; height: number } | null {
  const [size, setSize] = React.useState<{
    width: number;
    height: number;
  } | null>(null);
  React.useLayoutEffect(() => {
    const element = ref.current;
    if (!element) {
      return undefined;
    }
    const measure = (): void => {
      const { clientWidth: width, clientHeight: height } = element;
      if (width > 0 && height > 0) {
        setSize(last =>
          last?.width === width && last.height === height
            ? last
            : { width, height }
        );
      }
    };
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(element);
    return () => observer.disconnect();
  }, [ref]);
  return size;
}
