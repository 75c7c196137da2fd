import { useCallback, useEffect, useRef, useState } from "preact/hooks";
import { ask, type Params } from "../api/client";
import type { Tag, TagPage } from "./types";
import { RowCache } from "./window";

const AT_ONCE = 2;

/** An order that moves with the values is asked for again after this time. */
const RENEW_EVERY = 2000;

interface List {
  question: string;
  rows: RowCache<Tag>;
  found: number;
  all: number;
}

export interface TagRows {
  /** The list; undefined: nothing is known yet. */
  list: List | undefined;
  error: Error | undefined;
  /** Tells which rows are seen: they are asked for. */
  see: (first: number, end: number) => void;
  /** All may have changed. */
  renew: () => void;
}

/** The rows of a list of tags, as far as they are seen. The list before stays until the next one's first answer. */
export function useTagRows(params: Params, isMoving: boolean): TagRows {
  const question = JSON.stringify(params);
  const [shown, show] = useState<List>();
  const [error, fail] = useState<Error>();
  const [, draw] = useState(0);
  const state = useRef<{ list: List; seen: [number, number]; asking: number; abort: AbortController } | undefined>(undefined);
  const latest = useRef(params);
  latest.current = params;

  const next = useCallback((): void => {
    const s = state.current;
    if (!s) return;
    while (s.asking < AT_ONCE) {
      const n = s.list.rows.missing(...s.seen);
      if (n === undefined) return;
      s.asking++;
      s.list.rows.begin(n);
      const size = s.list.rows.size;
      ask<TagPage>("tags", { ...latest.current, offset: n * size, limit: size }, s.abort.signal).then(
        (page) => {
          s.asking--;
          s.list.rows.end(n, page.items);
          s.list.found = page.found;
          s.list.all = page.all;
          if (s !== state.current) return;
          fail(undefined);
          show(s.list);
          draw((t) => t + 1);
          next();
        },
        (e: Error) => {
          s.asking--;
          s.list.rows.end(n, undefined);
          if (s === state.current && !s.abort.signal.aborted) fail(e);
        },
      );
    }
  }, []);

  useEffect(() => {
    const abort = new AbortController();
    state.current = { list: { question, rows: new RowCache<Tag>(), found: 0, all: 0 }, seen: [0, 1], asking: 0, abort };
    next();
    return () => abort.abort();
  }, [question]);

  const renew = useCallback((): void => {
    state.current?.list.rows.stale();
    next();
  }, []);

  useEffect(() => {
    if (!isMoving && !error) return undefined;
    const timer = setInterval(() => document.hidden || renew(), RENEW_EVERY);
    return () => clearInterval(timer);
  }, [isMoving, error !== undefined]);

  const see = useCallback((first: number, end: number): void => {
    if (!state.current) return;
    state.current.seen = [first, Math.max(end, first + 1)];
    next();
  }, []);

  return { list: shown, error, see, renew };
}
