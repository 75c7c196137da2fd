import { moved, pinched, zoomed, type View } from "./time";

/**
 * Wheel, fingers and keys over a chart. The wheel zooms about the pointer, sideways or with Shift it moves; a finger moves, two zoom; arrows move,
 * plus and minus zoom. Pulling with the mouse is the chart's own.
 */
export function gestures(host: HTMLElement, area: () => HTMLElement | undefined, view: () => View, tell: (view: View, settled: boolean) => void): () => void {
  const fingers = new Map<number, number>();
  let held: { view: View; places: [number, number][] } | undefined;

  /** The place of a pointer: 0 at the chart's begin, 1 at its end. */
  const place = (clientX: number): number => {
    const box = (area() ?? host).getBoundingClientRect();
    return Math.min(Math.max((clientX - box.left) / Math.max(1, box.width), 0), 1);
  };
  const wheel = (e: WheelEvent): void => {
    if (e.ctrlKey && e.deltaMode !== 0) return;
    e.preventDefault();
    const pixels = e.deltaMode === 1 ? 33 : e.deltaMode === 2 ? 400 : 1;
    const now = view();
    const sideways = e.shiftKey && e.deltaX === 0 ? e.deltaY : e.deltaX;
    if (e.shiftKey || Math.abs(e.deltaX) > Math.abs(e.deltaY)) tell(moved(now, (sideways * pixels) / Math.max(1, host.clientWidth)), false);
    else tell(zoomed(now, 1.0015 ** Math.min(Math.max(e.deltaY * pixels, -600), 600), now.from + place(e.clientX) * (now.to - now.from)), false);
  };
  const hold = (): void => {
    held = fingers.size > 0 ? { view: view(), places: [...fingers].map(([id, x]) => [id, x]) } : undefined;
  };
  const down = (e: PointerEvent): void => {
    if (e.pointerType === "mouse" || fingers.size === 2) return;
    fingers.set(e.pointerId, place(e.clientX));
    hold();
  };
  const move = (e: PointerEvent): void => {
    if (!held || !fingers.has(e.pointerId)) return;
    fingers.set(e.pointerId, place(e.clientX));
    const span = held.view.to - held.view.from;
    const [one, two] = held.places;
    if (!two) tell(moved(held.view, one![1] - fingers.get(one![0])!), false);
    else {
      const next = pinched([held.view.from + one![1] * span, held.view.from + two[1] * span], [fingers.get(one![0])!, fingers.get(two[0])!]);
      if (next) tell(next, false);
    }
  };
  const up = (e: PointerEvent): void => {
    if (fingers.delete(e.pointerId)) hold();
  };
  const key = (e: KeyboardEvent): void => {
    if (e.ctrlKey || e.metaKey || e.altKey) return;
    const now = view();
    const next =
      e.key === "ArrowLeft" ? moved(now, -0.2) : e.key === "ArrowRight" ? moved(now, 0.2) : e.key === "+" || e.key === "=" ? zoomed(now, 0.5) : e.key === "-" || e.key === "_" ? zoomed(now, 2) : undefined;
    if (!next) return;
    e.preventDefault();
    tell(next, false);
  };
  const dblclick = (): void => tell(zoomed(view(), 2), true);

  const all: [string, EventListener][] = [
    ["wheel", wheel as EventListener],
    ["pointerdown", down as EventListener],
    ["pointermove", move as EventListener],
    ["pointerup", up as EventListener],
    ["pointercancel", up as EventListener],
    ["keydown", key as EventListener],
    ["dblclick", dblclick],
  ];
  for (const [name, listener] of all) host.addEventListener(name, listener, { passive: false });
  return () => all.forEach(([name, listener]) => host.removeEventListener(name, listener));
}
