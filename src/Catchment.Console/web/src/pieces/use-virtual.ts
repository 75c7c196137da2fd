import { useCallback, useEffect, useLayoutEffect, useRef, useState } from "preact/hooks";
import { VirtualScale } from "./virtual";

export interface Virtual {
  /** For the element that scrolls. */
  ref: (element: HTMLElement | null) => void;
  onScroll: () => void;
  scale: VirtualScale;
  first: number;
  end: number;
  /** Add it to an item's place (index times size) to get its place in the scrolled element. */
  offset: number;
  position: number;
  reveal: (index: number, middle?: boolean) => void;
  toStart: () => void;
}

/** Draws only what can be seen of a long row or column of items of one size. */
export function useVirtual(count: number, size: number, axis: "x" | "y"): Virtual {
  const element = useRef<HTMLElement | null>(null);
  const [viewport, setViewport] = useState(0);
  const [position, setPosition] = useState(0);
  const bar = useRef(0);
  const scale = new VirtualScale(count, size, viewport);
  const at = Math.min(position, scale.end);
  const newest = useRef({ scale, at });
  newest.current = { scale, at };

  const place = useCallback((to: number) => {
    const e = element.current;
    if (!e) return;
    const scroll = newest.current.scale.toScroll(to);
    if (axis === "x") e.scrollLeft = scroll;
    else e.scrollTop = scroll;
    bar.current = axis === "x" ? e.scrollLeft : e.scrollTop;
    newest.current.at = to;
    setPosition(to);
  }, []);

  const ref = useCallback((e: HTMLElement | null) => void (element.current = e), []);
  useLayoutEffect(() => {
    const e = element.current;
    if (!e) return undefined;
    const measure = () => setViewport(axis === "x" ? e.clientWidth : e.clientHeight);
    measure();
    const observer = new ResizeObserver(measure);
    observer.observe(e);
    return () => observer.disconnect();
  }, []);

  // The scrolled element may have become shorter or longer: what is seen stays where it is.
  useEffect(() => {
    if (scale.length !== scale.physical) place(at);
  }, [scale.length]);

  const onScroll = useCallback(() => {
    const e = element.current;
    if (!e) return;
    const to = axis === "x" ? e.scrollLeft : e.scrollTop;
    if (Math.abs(to - bar.current) < 1 && to > 0) return;
    const next = newest.current.scale.moved(newest.current.at, bar.current, to);
    bar.current = to;
    newest.current.at = next;
    setPosition(next);
  }, []);

  const [first, end] = scale.range(at);
  const physicalAt = scale.length === scale.physical ? at : bar.current;
  return {
    ref,
    onScroll,
    scale,
    first,
    end,
    offset: physicalAt - at,
    position: at,
    reveal: useCallback((index, middle) => {
      const { scale: s, at: now } = newest.current;
      const to = s.reveal(index, now, middle);
      if (to !== now) place(to);
    }, []),
    toStart: useCallback(() => place(0), []),
  };
}
