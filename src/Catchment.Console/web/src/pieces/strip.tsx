import { useEffect, useRef, useState } from "preact/hooks";
import type { Frame } from "../api/types";
import { cameraName } from "../state/text";
import { useVirtual } from "./use-virtual";

const SETTLED = 90;

/** A film strip: a row of thumbnails as long as you like, of which only those that can be seen are drawn. */
export function ThumbnailStrip(props: {
  count: number;
  itemWidth: number;
  frame: (index: number) => Frame | undefined;
  selected: number;
  onSelect: (index: number) => void;
  onRange: (first: number, end: number) => void;
  /** The selected thumbnail is brought into view when this changes. */
  follow: unknown;
}) {
  const virtual = useVirtual(props.count, props.itemWidth, "x");
  const [settled, setSettled] = useState(true);
  const jumped = useRef(true);

  // While the strip flies past, no picture is asked for.
  useEffect(() => {
    setSettled(false);
    const timer = setTimeout(() => setSettled(true), SETTLED);
    return () => clearTimeout(timer);
  }, [virtual.first]);
  useEffect(() => props.onRange(virtual.first, virtual.end), [virtual.first, virtual.end, props.count, props.frame]);
  useEffect(() => {
    if (virtual.scale.viewport === 0) return;
    virtual.reveal(props.selected, jumped.current);
    jumped.current = false;
  }, [props.follow, virtual.scale.viewport > 0]);

  const items = [];
  for (let i = virtual.first; i < virtual.end; i++) {
    const frame = props.frame(i);
    items.push(
      <button
        key={i}
        type="button"
        tabIndex={-1}
        class={i === props.selected ? "thumb thumb-selected" : "thumb"}
        style={{ transform: `translateX(${i * props.itemWidth + virtual.offset}px)`, width: `${props.itemWidth - 6}px` }}
        aria-label={frame ? `${frame.time.slice(11, 19)} ${cameraName(frame)}` : `frame ${i + 1}`}
        aria-current={i === props.selected}
        onClick={() => props.onSelect(i)}
      >
        <Thumbnail frame={frame} load={settled} />
        <span class="thumb-time">{frame ? frame.time.slice(11, 19) : ""}</span>
      </button>,
    );
  }
  return (
    <div class="strip" ref={virtual.ref} onScroll={virtual.onScroll} role="group" aria-label={`Thumbnails of ${props.count} frames`}>
      <div class="strip-length" style={{ width: `${virtual.scale.physical}px` }}>
        {items}
      </div>
    </div>
  );
}

function Thumbnail(props: { frame: Frame | undefined; load: boolean }) {
  const asked = useRef<string | undefined>(undefined);
  const picture = props.frame?.picture;
  if (props.load || asked.current === picture) asked.current = picture;
  else asked.current = undefined;
  if (props.frame?.format === "npy") return <span class="thumb-picture thumb-array">npy</span>;
  return asked.current ? <img class="thumb-picture" src={asked.current} alt="" decoding="async" draggable={false} /> : <span class="thumb-picture" />;
}
