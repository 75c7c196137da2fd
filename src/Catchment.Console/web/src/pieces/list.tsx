import type { ComponentChildren } from "preact";
import { useEffect, useLayoutEffect } from "preact/hooks";
import { useVirtual, type Virtual } from "./use-virtual";

/** A column of rows of one height, of which only those that can be seen are drawn. */
export function VirtualList(props: {
  label: string;
  count: number;
  rowHeight: number;
  row: (index: number) => ComponentChildren;
  /** The end of the rows is near: bring more. */
  onNearEnd?: () => void;
  onMove?: (virtual: Virtual) => void;
}) {
  const virtual = useVirtual(props.count, props.rowHeight, "y");
  // With the rows themselves: who sees the rows moved may count on it that this was told.
  useLayoutEffect(() => props.onMove?.(virtual), [virtual.position, props.count]);
  useEffect(() => {
    if (virtual.end >= props.count - 20) props.onNearEnd?.();
  }, [virtual.end, props.count]);
  const rows = [];
  for (let i = virtual.first; i < virtual.end; i++)
    rows.push(
      <div key={i} role="listitem" class="list-row" style={{ transform: `translateY(${i * props.rowHeight + virtual.offset}px)`, height: `${props.rowHeight}px` }}>
        {props.row(i)}
      </div>,
    );
  return (
    <div class="list" role="list" aria-label={props.label} tabIndex={0} ref={virtual.ref} onScroll={virtual.onScroll}>
      <div class="list-length" style={{ height: `${virtual.scale.physical}px` }} role="presentation">
        {rows}
      </div>
    </div>
  );
}
