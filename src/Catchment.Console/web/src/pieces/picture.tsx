import { useEffect, useRef, useState } from "preact/hooks";
import type { Frame } from "../api/types";
import { decodeNpy } from "./npy";

const LARGEST_ARRAY = 64_000_000;
const NEXT_AFTER = 400;

/**
 * A frame's picture. The one before stays until the next is there, so that nothing flickers; while one loads, of all that come
 * only the newest is kept, so that a fast camera does not outrun the network.
 */
export function Picture(props: { frame: Frame; alt: string; pace?: number }) {
  const { frame } = props;
  const [shown, setShown] = useState<{ frame: Frame; failed: boolean }>();
  const wanted = useRef(frame);
  const busy = useRef(false);
  wanted.current = frame;

  useEffect(() => {
    let gone = false;
    const next = (): void => {
      const now = wanted.current;
      if (gone || busy.current) return;
      busy.current = true;
      const done = (failed: boolean): void => {
        if (gone) return;
        setShown({ frame: now, failed });
        setTimeout(() => {
          busy.current = false;
          if (wanted.current !== now) next();
        }, props.pace ?? 0);
      };
      if (now.format === "npy") done(false);
      else {
        const image = new Image();
        image.onload = () => done(false);
        image.onerror = () => done(true);
        image.src = now.picture;
      }
    };
    next();
    return () => {
      gone = true;
      busy.current = false;
    };
  }, [frame.picture]);

  if (!shown) return <div class="picture picture-waiting" aria-label={`${props.alt}, loading`} role="img" />;
  if (shown.failed)
    return (
      <div class="picture picture-none" role="img" aria-label={`${props.alt}: cannot be shown`}>
        <span>The picture cannot be shown: it was removed, or is damaged.</span>
      </div>
    );
  return shown.frame.format === "npy" ? <ArrayPicture frame={shown.frame} alt={props.alt} /> : <img class="picture" src={shown.frame.picture} alt={props.alt} />;
}

/** The pace of pictures that renew themselves, in milliseconds. */
export const LIVE_PACE = NEXT_AFTER;

/** The name that a downloaded picture gets: that of its file on the node. */
export const fileName = (frame: Frame): string => decodeURIComponent(frame.picture.split("/").at(-1)!);

/** A raw array, drawn by the browser; what cannot be drawn can be downloaded. */
export function ArrayPicture(props: { frame: Frame; alt: string }) {
  const canvas = useRef<HTMLCanvasElement>(null);
  const [problem, setProblem] = useState<string>();
  useEffect(() => {
    const abort = new AbortController();
    setProblem(undefined);
    draw(props.frame, canvas, abort.signal).catch((e: Error) => !abort.signal.aborted && setProblem(e.message));
    return () => abort.abort();
  }, [props.frame.picture]);
  if (problem)
    return (
      <div class="picture picture-none">
        <span>{problem}</span>
        <a href={props.frame.picture} download={fileName(props.frame)}>
          Download
        </a>
      </div>
    );
  return <canvas class="picture" ref={canvas} role="img" aria-label={props.alt} />;
}

async function draw(frame: Frame, canvas: { current: HTMLCanvasElement | null }, signal: AbortSignal): Promise<void> {
  if (frame.size > LARGEST_ARRAY) throw new Error("The array is too large to show.");
  const response = await fetch(frame.picture, { signal });
  if (!response.ok) throw new Error("The array was removed.");
  const pixels = decodeNpy(await response.arrayBuffer());
  const target = canvas.current;
  if (!target || signal.aborted) return;
  target.width = pixels.width;
  target.height = pixels.height;
  target.getContext("2d")!.putImageData(new ImageData(pixels.data, pixels.width, pixels.height), 0, 0);
}
