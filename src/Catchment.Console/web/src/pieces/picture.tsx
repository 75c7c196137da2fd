import { useEffect, useRef, useState } from "preact/hooks";
import type { Frame } from "../api/types";
import { Paced } from "../frames/paced";
import { decodeNpy } from "./npy";

const LARGEST_ARRAY = 64_000_000;

/**
 * A frame's picture. The one before stays until the next is there, so that nothing flickers; while one loads, of all that come
 * only the newest is kept, so that a fast camera does not outrun the network. While idle, none is loaded.
 */
export function Picture(props: { frame: Frame; alt: string; pace?: number; idle?: boolean }) {
  const { frame, idle } = props;
  const [shown, setShown] = useState<{ frame: Frame; failed: boolean }>();
  const queue = useRef<Paced<Frame> | undefined>(undefined);
  useEffect(() => () => queue.current?.end(), []);
  useEffect(() => {
    queue.current ??= new Paced<Frame>(async (now) => setShown({ frame: now, failed: !(await load(now)) }), props.pace ?? 0);
    queue.current.want(idle ? undefined : frame);
  }, [frame.picture, idle]);

  if (!shown) return <div class="picture picture-waiting" aria-label={`${props.alt}, loading`} role="img" />;
  if (shown.failed)
    return (
      <div class="picture picture-none" role="img" aria-label={`${props.alt}: cannot be shown`}>
        <span>The picture cannot be shown: it was removed, or is damaged.</span>
      </div>
    );
  return shown.frame.format === "npy" ? <ArrayPicture frame={shown.frame} alt={props.alt} /> : <img class="picture" src={shown.frame.picture} alt={props.alt} />;
}

/** Brings a picture into the browser's cache; false when there is none. Arrays are fetched when they are drawn. */
const load = (frame: Frame): Promise<boolean> =>
  new Promise((done) => {
    if (frame.format === "npy") return done(true);
    const image = new Image();
    image.onload = () => done(true);
    image.onerror = () => done(false);
    image.src = frame.picture;
  });

/** The pace of pictures that renew themselves, in milliseconds. */
export const LIVE_PACE = 400;

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
