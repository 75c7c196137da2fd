import { useEffect, useState } from "preact/hooks";

const callbacks = new WeakMap<Element, (visible: boolean) => void>();
let observer: IntersectionObserver | undefined;

// One observer for all: a thousand of them are slow. The margin lets what is about to be scrolled into view be ready.
const observe = (): IntersectionObserver =>
  (observer ??= new IntersectionObserver((entries) => entries.forEach((e) => callbacks.get(e.target)?.(e.isIntersecting)), { rootMargin: "200px" }));

/** Whether an element is in view, or nearly; the caller is drawn again when that changes. */
export function useVisible(element: { current: Element | null }): boolean {
  const [visible, set] = useState(false);
  useEffect(() => {
    const target = element.current;
    if (!target) return undefined;
    callbacks.set(target, set);
    observe().observe(target);
    return () => {
      observe().unobserve(target);
      callbacks.delete(target);
    };
  }, []);
  return visible;
}
