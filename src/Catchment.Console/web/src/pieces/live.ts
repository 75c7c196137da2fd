import { useEffect, useState } from "preact/hooks";
import { ask } from "../api/client";
import { noteNodeTime } from "../state/clock";

/** on: messages arrive. connecting: the first try. off: the connection was lost and is tried again. paused: the page is hidden. */
export type Connection = "on" | "connecting" | "off" | "paused";

const topics = ["frame", "event", "day", "outpost", "recording", "files", "service", "disk"] as const;

type Topic = (typeof topics)[number];

const HIDDEN_FOR = 5000;
const RESYNC_EVERY = 5000;
const ASK_EVERY = 5000;
const FIRST_PAUSE = 1000;
const LONGEST_PAUSE = 15_000;

/**
 * The one stream of a browser tab. It comes back by itself, with growing pauses; it ends while the tab is hidden, because a
 * browser has few connections for all tabs of a node.
 */
class LiveStream {
  private source: EventSource | undefined;
  private timer: ReturnType<typeof setTimeout> | undefined;
  private pause = FIRST_PAUSE;
  private resyncTimer: ReturnType<typeof setTimeout> | undefined;
  private resynced = -Infinity;
  private asked = -Infinity;
  private readonly topics = new Map<string, Set<(data: never) => void>>();
  private readonly watchers = new Set<(c: Connection) => void>();
  private readonly resyncs = new Set<() => void>();
  connection: Connection = "connecting";
  /** The name of the node that speaks; empty until it has. */
  node = "";

  start(): void {
    document.addEventListener("visibilitychange", () => {
      clearTimeout(this.timer);
      if (!document.hidden) this.open();
      else this.timer = setTimeout(() => this.close("paused"), HIDDEN_FOR);
    });
    addEventListener("online", () => this.open());
    this.open();
  }

  /** Calls back with each message of a topic. */
  on<T>(topic: Topic, handle: (data: T) => void): () => void {
    const set = this.topics.get(topic) ?? new Set();
    this.topics.set(topic, set);
    set.add(handle as (data: never) => void);
    return () => void set.delete(handle as (data: never) => void);
  }

  /** Calls back when messages may have been missed, so that what is shown has to be asked for anew. */
  onResync(handle: () => void): () => void {
    this.resyncs.add(handle);
    return () => void this.resyncs.delete(handle);
  }

  watch(handle: (c: Connection) => void): () => void {
    this.watchers.add(handle);
    return () => void this.watchers.delete(handle);
  }

  private open(): void {
    if (this.source && this.source.readyState !== EventSource.CLOSED) return;
    clearTimeout(this.timer);
    if (document.hidden) return this.close("paused");
    const source = new EventSource("/api/v1/live");
    this.source = source;
    source.addEventListener("hello", (e) => {
      const hello = JSON.parse(e.data) as { node: string; now: string };
      noteNodeTime(hello.now);
      this.node = hello.node;
      this.pause = FIRST_PAUSE;
      this.tell("on");
      this.resync(); // What was asked for before this may have changed in between.
    });
    source.addEventListener("missed", () => this.resync());
    for (const topic of topics)
      source.addEventListener(topic, (e: MessageEvent<string>) => {
        const data = JSON.parse(e.data) as never;
        this.topics.get(topic)?.forEach((handle) => handle(data));
      });
    source.onerror = () => {
      // The browser's own way of trying again gives up at an error status, and hurries otherwise.
      this.close("off");
      this.timer = setTimeout(() => this.open(), this.pause);
      this.pause = Math.min(this.pause * 2, LONGEST_PAUSE);
      this.askWhy();
    };
  }

  /** A stream that is refused does not say why; a question does, and leads to the sign-in page when that is what is missing. */
  private askWhy(): void {
    const now = performance.now();
    if (now < this.asked + ASK_EVERY) return;
    this.asked = now;
    ask("status").catch(() => undefined);
  }

  /** Tells all that something was missed; not over and over to a tab that cannot keep up, which would slow it down further. */
  private resync(): void {
    this.resyncTimer ??= setTimeout(
      () => {
        this.resyncTimer = undefined;
        this.resynced = performance.now();
        this.resyncs.forEach((r) => r());
      },
      Math.max(0, this.resynced + RESYNC_EVERY - performance.now()),
    );
  }

  private close(connection: Connection): void {
    this.source?.close();
    this.source = undefined;
    this.tell(connection);
  }

  private tell(connection: Connection): void {
    if (this.connection === connection) return;
    this.connection = connection;
    this.watchers.forEach((w) => w(connection));
  }
}

export const live = new LiveStream();

/** How the stream is; the caller is drawn again when that changes. */
export function useConnection(): Connection {
  const [connection, set] = useState(live.connection);
  useEffect(() => {
    set(live.connection);
    return live.watch(set);
  }, []);
  return connection;
}

/** Calls back with each message of a topic while the caller is on the page. */
export function useLive<T>(topic: Topic, handle: (data: T) => void, deps: unknown[]): void {
  useEffect(() => live.on<T>(topic, handle), deps);
}

/** Calls back when messages may have been missed. */
export function useResync(handle: () => void, deps: unknown[]): void {
  useEffect(() => live.onResync(handle), deps);
}
