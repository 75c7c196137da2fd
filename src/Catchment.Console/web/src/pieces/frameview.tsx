import type { Frame } from "../api/types";
import { bytes, cameraName, count } from "../state/text";
import { Icon, type IconName } from "./icons";
import { fileName, Picture } from "./picture";

/** A frame, large, with what is known of it and the buttons to go on. */
export function FrameView(props: {
  frame: Frame | undefined;
  index: number;
  total: number;
  playing: boolean;
  onStep: (by: number) => void;
  onGo: (index: number) => void;
  onPlay: () => void;
}) {
  const { frame } = props;
  return (
    <figure class="frame">
      <div class="frame-picture">
        {frame ? <Picture frame={frame} alt={`${cameraName(frame)} at ${frame.time.slice(11, 19)}`} /> : <div class="picture picture-waiting" role="img" aria-label="Loading" />}
      </div>
      <figcaption class="frame-bar">
        <div class="frame-buttons" role="group" aria-label="Step through the frames">
          <Step icon="first" label="First frame (Home)" disabled={props.index === 0} run={() => props.onGo(0)} />
          <Step icon="left" label="Frame before (←)" disabled={props.index === 0} run={() => props.onStep(-1)} />
          <Step icon={props.playing ? "pause" : "play"} label={props.playing ? "Pause (Space)" : "Play (Space)"} run={props.onPlay} />
          <Step icon="right" label="Next frame (→)" disabled={props.index >= props.total - 1} run={() => props.onStep(1)} />
          <Step icon="last" label="Last frame (End)" disabled={props.index >= props.total - 1} run={() => props.onGo(props.total - 1)} />
        </div>
        <div class="frame-facts" aria-live={props.playing ? "off" : "polite"}>
          {frame && (
            <>
              <span class="frame-time">
                {frame.time.slice(0, 10)} <b>{frame.time.slice(11, 19)}</b>
                <small>{frame.time.slice(19, 26)}</small>
              </span>
              <span>{cameraName(frame)}</span>
              <span>{frame.width ? `${frame.width} × ${frame.height}` : ""}</span>
              <span>{bytes(frame.size)}</span>
              {frame.archived && <span class="badge badge-quiet">archived</span>}
            </>
          )}
        </div>
        <span class="frame-number">
          {count(props.index + 1)} of {count(props.total)}
        </span>
        {frame && (
          <a class="button quiet" href={frame.picture} download={fileName(frame)} aria-label="Download this frame" title="Download">
            <Icon name="download" />
          </a>
        )}
      </figcaption>
    </figure>
  );
}

const Step = (props: { icon: IconName; label: string; disabled?: boolean; run: () => void }) => (
  <button type="button" class="quiet" aria-label={props.label} title={props.label} disabled={props.disabled} onClick={props.run}>
    <Icon name={props.icon} />
  </button>
);
