import type { Recording } from "../api/types";

/** Newer answers over what was there, each event once, newest first. */
export function merge(had: Recording[], news: Recording[]): Recording[] {
  if (news.length === 0) return had;
  const fresh = new Map(news.map((r) => [r.event, r]));
  const all = had.map((r) => {
    const newer = fresh.get(r.event);
    fresh.delete(r.event);
    return newer ?? r;
  });
  if (fresh.size === 0) return all;
  return [...fresh.values(), ...all].sort((a, b) => (a.start < b.start ? 1 : a.start > b.start ? -1 : a.event < b.event ? 1 : -1));
}

/** A time one microsecond later: the end of a span that holds the time itself. */
export function justAfter(time: string): string {
  const [seconds = "", fraction = ""] = time.split(".");
  const micro = Number(fraction.padEnd(6, "0")) + 1;
  if (micro < 1_000_000) return `${seconds}.${String(micro).padStart(6, "0")}`;
  return new Date(Date.parse(`${seconds}Z`) + 1000).toISOString().slice(0, 19);
}

/** The event after a given one in a list; undefined: it is the last, or not there. */
export function following(list: Recording[], event: string): Recording | undefined {
  const at = list.findIndex((r) => r.event === event);
  return at < 0 ? undefined : list[at + 1];
}
