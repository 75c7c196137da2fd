import { noteServerDate } from "../state/clock";

/** Why the node did not answer, in words for a person. */
export class ApiError extends Error {
  constructor(
    message: string,
    readonly status: number,
    /** What of the question is at fault. */
    readonly parameter?: string,
  ) {
    super(message);
  }
}

/** Refusals come in swarms; a second way to the sign-in page would cut off the first. */
const LEAVES_FOR = 5000;
let left = -Infinity;

/** A list is a parameter that is given several times. */
export type Params = Record<string, string | number | string[] | undefined>;

/** Asks the node. Parameters without a value are left out. An empty answer (204) is undefined. */
export async function ask<T>(path: string, params: Params = {}, signal?: AbortSignal): Promise<T> {
  const response = await reach(path + search(params), "GET", signal);
  return (response.status === 204 ? undefined : await response.json()) as T;
}

function search(params: Params): string {
  const query = new URLSearchParams();
  for (const [name, value] of Object.entries(params)) {
    if (Array.isArray(value)) value.forEach((v) => query.append(name, v));
    else if (value !== undefined) query.set(name, String(value));
  }
  const text = query.toString();
  return text && `?${text}`;
}

/** Asks the node for lines of text. */
export async function askText(path: string, params: Params, signal: AbortSignal): Promise<string> {
  return (await reach(path + search(params), "GET", signal)).text();
}

/** The address of an answer, for a link. */
export const apiAddress = (path: string, params: Params): string => `/api/v1/${path}${search(params)}`;

/** Asks the node for a change. */
export async function tell<T>(method: "PUT" | "DELETE" | "POST", path: string, params: Params = {}): Promise<T> {
  return (await (await reach(path + search(params), method)).json()) as T;
}

/** Asks the node for a change that takes more than parameters. The body is JSON. */
export async function send<T>(method: "PUT" | "POST", path: string, params: Params, body: string, signal?: AbortSignal): Promise<T> {
  return (await (await reach(path + search(params), method, signal, body)).json()) as T;
}

/** Asks the node for a file that it makes. */
export async function fetchFile(path: string, signal: AbortSignal): Promise<Blob> {
  return (await reach(path, "GET", signal)).blob();
}

async function reach(path: string, method: string, signal?: AbortSignal, body?: string): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`/api/v1/${path}`, {
      method,
      headers: { Accept: "application/json", ...(body !== undefined && { "Content-Type": "application/json" }) },
      ...(signal && { signal }),
      ...(body !== undefined && { body }),
    });
  } catch (e) {
    if (signal?.aborted) throw e;
    throw new ApiError("The node does not answer. Is it running, and is the network up?", 0);
  }
  noteServerDate(response.headers.get("date"));
  if (response.status === 401) {
    if (performance.now() > left + LEAVES_FOR) {
      left = performance.now();
      location.assign(`/login?next=${encodeURIComponent(location.pathname + location.search)}`);
    }
    throw new ApiError("You are signed out.", 401);
  }
  if (!response.ok) throw await problem(response);
  return response;
}

async function problem(response: Response): Promise<ApiError> {
  try {
    const body = (await response.json()) as { detail?: string; parameter?: string };
    if (body.detail) return new ApiError(body.detail, response.status, body.parameter);
  } catch {
    // No JSON: the status code has to do.
  }
  return new ApiError(`The node answered ${response.status} ${response.statusText}.`, response.status);
}
