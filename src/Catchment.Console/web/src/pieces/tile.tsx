import { useRef } from "preact/hooks";
import type { Camera } from "../api/types";
import { nodeNow, nodeToday, parseNaive, useTick } from "../state/clock";
import { address } from "../state/route";
import { cameraName, clock, duration, shortCount } from "../state/text";
import { Link } from "./link";
import { memo } from "./memo";
import { LIVE_PACE, Picture } from "./picture";
import { useVisible } from "./visible";

const LIVE_FOR = 10_000;
const SILENT_AFTER = 600_000;

/** A camera: its newest frame, how it is doing, what it said last. Leads to its day; a node that sent messages only, to these. */
export const CameraTile = memo((props: { camera: Camera }) => {
  const { camera } = props;
  const text = useRef<HTMLDivElement>(null);
  const visible = useVisible(text);
  useTick(visible ? 1000 : undefined);
  const { newest, last_event: event } = camera;
  const now = nodeNow();
  const heard = Math.max(newest ? parseNaive(newest.time) : -Infinity, event ? parseNaive(event.time) : -Infinity);
  const age = now === undefined ? undefined : now - heard;
  const frameAge = now === undefined || !newest ? undefined : now - parseNaive(newest.time);
  const state = age === undefined ? "quiet" : age >= SILENT_AFTER ? "silent" : (frameAge ?? Infinity) < LIVE_FOR ? "live" : "quiet";
  const name = cameraName(camera);
  const words = state === "silent" ? (Number.isFinite(age) ? `silent for ${duration(age!)}` : "silent") : state;
  return (
    <Link
      class={`tile tile-${state}`}
      href={newest ? address("/frames", { day: newest.time.slice(0, 10), camera: camera.camera }) : address("/events", { camera: camera.camera })}
      label={`${name}, ${words}`}
    >
      {newest && (
        <div class="tile-picture">
          <Picture frame={newest} alt={`Newest frame of ${name}`} pace={LIVE_PACE} idle={!visible} />
          <span class={`badge badge-${state}`}>{words}</span>
        </div>
      )}
      <div class="tile-text" ref={text}>
        <div class="tile-head">
          <h2>
            {camera.node} <span class="tile-view">{camera.view}</span>
          </h2>
          {newest ? (
            <span class="tile-rate" title="Frames received in the last sixty seconds">
              <b>{shortCount(camera.frames_per_minute)}</b>/min
            </span>
          ) : (
            <span class={`badge badge-${state}`}>{words}</span>
          )}
        </div>
        <div class="tile-foot">
          <span title={newest?.time}>{frameAge === undefined ? "no frame" : `${duration(frameAge)} ago`}</span>
          {event && (
            <span class="tile-event" title={`${event.time} ${event.text}`}>
              {clock(event.time, nodeToday()).slice(0, -3)} {eventWords(event.text)}
            </span>
          )}
        </div>
      </div>
    </Link>
  );
});

/** A message without its sender: `motion, moving`. */
export const eventWords = (text: string): string => text.split("|").slice(1).join(", ");
