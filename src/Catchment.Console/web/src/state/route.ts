import { useEffect, useState } from "preact/hooks";

export interface Route {
  path: string;
  params: URLSearchParams;
}

const listeners = new Set<() => void>();
const here = (): Route => ({ path: location.pathname, params: new URLSearchParams(location.search) });

addEventListener("popstate", () => listeners.forEach((l) => l()));

/** The address of a page with parameters; those without a value are left out. */
export function address(path: string, params: Record<string, string | undefined> = {}): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) if (value) query.set(name, value);
  const text = query.toString().replaceAll("%3A", ":").replaceAll("%2F", "/").replaceAll("%2C", ",");
  return text ? `${path}?${text}` : path;
}

/** Goes to an address; replace leaves no trace for the back button. */
export function go(to: string, replace = false): void {
  if (to === location.pathname + location.search) return;
  if (replace) history.replaceState(null, "", to);
  else history.pushState(null, "", to);
  listeners.forEach((l) => l());
}

/** Changes parameters of the present page. */
export function setParams(changes: Record<string, string | undefined>, replace = false): void {
  const params = Object.fromEntries(new URLSearchParams(location.search));
  go(address(location.pathname, { ...params, ...changes }), replace);
}

/** The present address; the caller is drawn again when it changes. */
export function useRoute(): Route {
  const [route, set] = useState(here);
  useEffect(() => {
    const update = () => set(here());
    listeners.add(update);
    return () => void listeners.delete(update);
  }, []);
  return route;
}
