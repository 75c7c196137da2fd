import { useCallback, useEffect, useRef, useState } from "preact/hooks";

export interface Answer<T> {
  /** The newest answer; kept while a newer one is on its way. */
  data: T | undefined;
  error: Error | undefined;
  loading: boolean;
  reload: () => void;
}

/**
 * Asks whenever the key changes, and again on reload. An answer that comes after a newer question is dropped, and a question
 * that nobody waits for is ended.
 */
export function useAnswer<T>(key: string, question: (signal: AbortSignal) => Promise<T>): Answer<T> {
  const [state, set] = useState<{ key: string; data?: T; error?: Error; loading: boolean }>({ key, loading: true });
  const [turn, again] = useState(0);
  const latest = useRef(question);
  latest.current = question;
  useEffect(() => {
    const abort = new AbortController();
    set((s) => ({ key, loading: true, ...(s.key === key && s.data !== undefined && { data: s.data }) }));
    latest.current(abort.signal).then(
      (data) => !abort.signal.aborted && set({ key, data, loading: false }),
      (error: Error) =>
        !abort.signal.aborted && set((s) => ({ key, error, loading: false, ...(s.key === key && s.data !== undefined && { data: s.data }) })),
    );
    return () => abort.abort();
  }, [key, turn]);
  const reload = useCallback(() => again((n) => n + 1), []);
  return state.key === key
    ? { data: state.data, error: state.error, loading: state.loading, reload }
    : { data: undefined, error: undefined, loading: true, reload };
}
