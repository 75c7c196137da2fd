import { useEffect, useRef } from "preact/hooks";
import type { RecordingDetail, TrackingRow } from "../api/types";
import { drawBoxes, setColour, type Area } from "../recordings/boxes";
import type { Playing } from "../recordings/use-player";
import { parseNaive } from "../state/clock";
import { count } from "../state/text";
import { Icon, type IconName } from "./icons";

export const speeds = [0.25, 0.5, 1, 2, 4];

/** An event's pictures at their times, with what its tracking sets say drawn over them. */
export function EventPlayer(props: { detail: RecordingDetail; playing: Playing; rows: { type: string; rows: TrackingRow[] }[] }) {
  const { detail, playing } = props;
  const { player, picture } = playing;
  const canvas = useRef<HTMLCanvasElement>(null);
  const { index, count: total } = player;
  const time = detail.times[index];
  const { recording: r } = detail;

  useEffect(() => {
    const to = canvas.current;
    if (!to || !picture) return; // the picture before stays until this one is there
    if (to.width !== picture.width || to.height !== picture.height) {
      to.width = picture.width;
      to.height = picture.height;
    }
    const context = to.getContext("2d")!;
    context.drawImage(picture, 0, 0);
    let boxes = 0;
    const labels: Area[] = [];
    // The canvas is as wide as its page lets it be, the picture in it as its height does.
    const shown = Math.min(to.clientWidth, (to.clientHeight * picture.width) / Math.max(1, picture.height));
    for (const set of props.rows) boxes += drawBoxes(context, set.rows, setColour(set.type), picture.width, shown, labels);
    to.dataset["index"] = String(index);
    to.dataset["boxes"] = String(boxes);
  }, [picture, index, props.rows]);

  const passed = time ? (parseNaive(time) - parseNaive(detail.times[0]!)) / 1000 : 0;
  return (
    <figure class="frame player">
      <div class="frame-picture">
        <canvas
          ref={canvas}
          class="picture"
          width={r.width || 640}
          height={r.height || 480}
          role="img"
          aria-label={time ? `${r.node} ${r.view} at ${time.slice(11, 23)}` : `${r.node} ${r.view}, no picture`}
        />
        {total === 0 && <p class="player-note">{detail.under_way ? "Waiting for the first picture …" : "This event has no pictures."}</p>}
        {playing.failed && <p class="player-note">This picture was removed, or is damaged.</p>}
        {detail.under_way && <span class="badge badge-recording">recording</span>}
      </div>
      <figcaption>
        <input
          type="range"
          class="scrub"
          aria-label="Picture"
          aria-valuetext={time ? `${time.slice(11, 23)}, picture ${index + 1} of ${total}` : "no picture"}
          min={0}
          max={Math.max(0, total - 1)}
          step={1}
          value={index}
          disabled={total < 2}
          onInput={(e: Event) => playing.seek(Number((e.currentTarget as HTMLInputElement).value))}
        />
        <div class="frame-bar">
          <div class="frame-buttons" role="group" aria-label="Play the event">
            <Button icon="first" label="First picture (Home)" disabled={index === 0} run={() => playing.seek(0)} />
            <Button icon="left" label="Picture before (←)" disabled={index === 0} run={() => playing.seek(index - 1)} />
            <Button icon={player.playing ? "pause" : "play"} label={player.playing ? "Pause (Space)" : "Play (Space)"} disabled={total < 2} run={playing.toggle} />
            <Button icon="right" label="Next picture (→)" disabled={index >= total - 1} run={() => playing.seek(index + 1)} />
            <Button icon="last" label="Last picture (End)" disabled={index >= total - 1} run={() => playing.seek(total - 1)} />
          </div>
          <select class="speed" aria-label="Speed" value={String(player.speed)} onChange={(e: Event) => playing.setSpeed(Number((e.currentTarget as HTMLSelectElement).value))}>
            {speeds.map((s) => (
              <option key={s} value={String(s)}>
                {s}×
              </option>
            ))}
          </select>
          <div class="frame-facts">
            {time && (
              <>
                <span class="frame-time">
                  <b>{time.slice(11, 19)}</b>
                  <small>{time.slice(19, 23)}</small>
                </span>
                <span>+{passed.toFixed(2)} s</span>
              </>
            )}
          </div>
          <span class="frame-number">{total ? `${count(index + 1)} of ${count(total)}` : "no pictures"}</span>
        </div>
      </figcaption>
    </figure>
  );
}

const Button = (props: { icon: IconName; label: string; disabled: boolean; run: () => void }) => (
  <button type="button" class="quiet" aria-label={props.label} title={props.label} disabled={props.disabled} onClick={props.run}>
    <Icon name={props.icon} />
  </button>
);
