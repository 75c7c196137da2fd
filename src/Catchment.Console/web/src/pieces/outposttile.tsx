import { useEffect, useRef, useState } from "preact/hooks";
import type { Outpost } from "../api/types";
import { Paced } from "../frames/paced";
import { nodeNow, parseNaive, useTick } from "../state/clock";
import { address } from "../state/route";
import { duration } from "../state/text";
import { Link } from "./link";
import { memo } from "./memo";
import { LIVE_PACE } from "./picture";
import { useVisible } from "./visible";

const LIVE_FOR = 10_000;

/** A view of an outpost: its newest picture, how it is doing, the event under way. */
export const OutpostTile = memo((props: { outpost: Outpost }) => {
  const { outpost: o } = props;
  const text = useRef<HTMLDivElement>(null);
  const visible = useVisible(text);
  useTick(visible ? 1000 : undefined);
  const now = nodeNow();
  const age = now === undefined || !o.received ? undefined : Math.max(0, now - parseNaive(o.received));
  const state = !o.connected ? "silent" : (age ?? Infinity) < LIVE_FOR ? "live" : "quiet";
  const words = !o.connected ? "not connected" : state;
  return (
    <article class={`tile tile-${state}`} aria-label={`${o.node} ${o.view}, ${o.event ? "recording" : words}`}>
      <Link class="tile-picture" href={address("/recordings", { node: o.node, view: o.view })} label={`Recordings of ${o.node} ${o.view}`}>
        <NewestPicture outpost={o} idle={!visible} />
        <span class={`badge badge-${o.event ? "recording" : state}`}>{o.event ? "recording" : words}</span>
      </Link>
      <div class="tile-text" ref={text}>
        <div class="tile-head">
          <h2>
            {o.node} <span class="tile-view">{o.view}</span>
          </h2>
          <span class="tile-rate">{age === undefined ? "no picture" : `${duration(age)} ago`}</span>
        </div>
        <div class="tile-foot">
          <span class="tile-health" title="The outpost's newest health line">
            {o.health ? `health ${o.health}` : "no health line yet"}
          </span>
          {o.event && o.event_day && (
            <Link href={`/recordings/${o.event_day}/${o.event}`} label={`The event under way of ${o.node} ${o.view}`}>
              event
            </Link>
          )}
        </div>
      </div>
    </article>
  );
});

/** Drawn on a canvas: the node keeps the newest picture only, and a picture that is not kept would be asked for twice. */
function NewestPicture(props: { outpost: Outpost; idle: boolean }) {
  const { outpost: o } = props;
  const canvas = useRef<HTMLCanvasElement>(null);
  const [shown, setShown] = useState(false);
  const queue = useRef<Paced<{ picture: string }> | undefined>(undefined);
  useEffect(() => () => queue.current?.end(), []);
  useEffect(() => {
    queue.current ??= new Paced(async (now) => {
      const image = new Image();
      image.src = now.picture;
      try {
        await image.decode();
      } catch {
        return; // The next one comes within a second.
      }
      const to = canvas.current;
      if (!to) return;
      to.width = image.naturalWidth;
      to.height = image.naturalHeight;
      to.getContext("2d")!.drawImage(image, 0, 0);
      setShown(true);
    }, LIVE_PACE);
    queue.current.want(props.idle || !o.picture ? undefined : { picture: o.picture });
  }, [o.picture, props.idle]);
  return <canvas ref={canvas} class={shown ? "picture" : "picture picture-waiting"} role="img" data-shown={shown} aria-label={`Newest picture of ${o.node} ${o.view}`} />;
}
