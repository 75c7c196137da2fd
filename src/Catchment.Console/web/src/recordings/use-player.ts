import { useEffect, useMemo, useReducer, useRef } from "preact/hooks";
import type { RecordingDetail } from "../api/types";
import { parseNaive } from "../state/clock";
import { Ahead } from "./ahead";
import { Player } from "./player";

/** Memory for pictures that are ready, in bytes; a picture takes four for each of its pixels. */
const MEMORY = 192e6;

export interface Playing {
  player: Player;
  /** The picture to be seen; undefined while it is on its way. */
  picture: ImageBitmap | undefined;
  failed: boolean;
  seek: (index: number) => void;
  toggle: () => void;
  setSpeed: (speed: number) => void;
}

/** Plays an event's pictures, with those to come ready in memory. */
export function usePlayer(detail: RecordingDetail): Playing {
  const [, draw] = useReducer((n: number) => n + 1, 0);
  const player = useRef<Player>(undefined as never);
  player.current ??= new Player();
  const urls = useMemo(() => detail.times.map((t) => `${detail.picture_root}${t.replace("T", "_").replaceAll(":", ".")}.jpg`), [detail]);
  const ahead = useMemo(
    () =>
      new Ahead<ImageBitmap>(
        async (url, signal) => {
          const response = await fetch(url, { signal });
          if (!response.ok) throw new Error("The picture was removed.");
          return createImageBitmap(await response.blob());
        },
        (picture) => picture.close(),
        () => draw(0),
      ),
    [],
  );
  useEffect(() => () => ahead.end(), []);
  const newest = useRef(urls);
  newest.current = urls;

  const { width, height } = detail.recording;
  ahead.most = Math.max(12, Math.min(120, Math.floor(MEMORY / (4 * Math.max(1, width * height)))));
  useMemo(() => {
    player.current.grows = detail.under_way;
    player.current.renew(detail.times.map(parseNaive));
  }, [detail]);
  const { index, playing } = player.current;
  useEffect(() => ahead.want(urls, index), [urls, index, ahead.most]);

  useEffect(() => {
    if (!playing) return undefined;
    let last = performance.now();
    let asked = requestAnimationFrame(function step(now) {
      const before = player.current.index;
      player.current.tick(Math.max(0, now - last), (i) => !!ahead.get(newest.current[i]!) || ahead.hasFailed(newest.current[i]!));
      last = now;
      if (player.current.index !== before || !player.current.playing) draw(0);
      asked = requestAnimationFrame(step);
    });
    return () => cancelAnimationFrame(asked);
  }, [playing]);

  const url = urls[index];
  return {
    player: player.current,
    picture: url === undefined ? undefined : ahead.get(url),
    failed: url !== undefined && ahead.hasFailed(url),
    seek: (to) => {
      player.current.seek(to);
      draw(0);
    },
    toggle: () => {
      if (player.current.playing) player.current.playing = false;
      else player.current.play();
      draw(0);
    },
    setSpeed: (speed) => {
      player.current.speed = speed;
      draw(0);
    },
  };
}
