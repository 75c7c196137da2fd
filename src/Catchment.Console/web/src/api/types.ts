// What the API answers; the node describes it at /api/v1/openapi.json. Times are the node's local time, without a zone.

export interface Frame {
  camera: string;
  node: string;
  view: string;
  time: string;
  picture: string;
  format: "jpg" | "png" | "npy";
  size: number;
  width?: number;
  height?: number;
  archived: boolean;
}

export interface EventMessage {
  id: number;
  camera: string;
  node: string;
  view: string;
  time: string;
  type: string;
  text: string;
}

export interface Camera {
  camera: string;
  node: string;
  view: string;
  newest?: Frame;
  frames_per_minute: number;
  last_event?: EventMessage;
}

export interface CameraList {
  node: string;
  now: string;
  items: Camera[];
}

export interface Page<T> {
  items: T[];
  next?: string;
}

export interface Counts {
  span: number;
  items: { start: string; frames: number }[];
}

export type ServiceState = "starting" | "running" | "degraded" | "backing_off" | "stopping" | "stopped";

export interface Service {
  name: string;
  state: ServiceState;
  since: string;
  reason?: string;
  restarts: number;
  last_error?: string;
  last_error_at?: string;
  degradations: { key: string; reason: string; since: string }[];
}

export interface Counters {
  totals: { received: number; sent: number; discarded: number; errors: number; bytes: number; in_flight: number };
  received_per_second: number;
  sent_per_second: number;
  bytes_per_second: number;
}

export interface Status {
  node: string;
  version: string;
  pid: number;
  started: string;
  ready: boolean;
  services: Service[];
  counters: Record<string, Counters>;
  web: string[];
}

export interface Disk {
  free_bytes: number;
  total_bytes: number;
  bytes_per_day?: number;
  full_at?: string;
  advice?: string;
}

export interface Recording {
  day: string;
  event: string;
  node: string;
  view: string;
  start: string;
  end?: string;
  width: number;
  height: number;
  pictures: number;
  sets: { type: string; rows: number }[];
  labels: string[];
  picture?: string;
}

export interface RecordingDetail {
  recording: Recording;
  times: string[];
  picture_root: string;
  kept: boolean;
  under_way: boolean;
}

export interface RecordingNews {
  day: string;
  event: string;
  what: "started" | "changed" | "ended" | "deleted";
}

export interface TrackingRow {
  time: string;
  object_id?: string;
  class_name?: string;
  x1?: number;
  y1?: number;
  x2?: number;
  y2?: number;
}

export interface TrackingSet {
  type: string;
  rows: TrackingRow[];
  left_out: number;
}

export interface Outpost {
  node: string;
  view: string;
  connected: boolean;
  picture?: string;
  picture_time?: string;
  received?: string;
  width?: number;
  height?: number;
  health?: string;
  event?: string;
  event_day?: string;
}

export interface OutpostList {
  node: string;
  now: string;
  items: Outpost[];
}

export interface TrackedFile {
  id: number;
  path: string;
  size: number;
  checksum: string;
  added: string;
  status: string;
  since?: string;
}

export interface FilePage extends Page<TrackedFile> {
  cut: boolean;
}

export interface FileFunnel {
  files: number;
  bytes: number;
  statuses: { status: string; count: number }[];
  taken: number;
  oldest?: TrackedFile;
  waiting_since?: string;
  complete: boolean;
}

export interface FileRates {
  items: { start: string; found: number; succeeded: number; failed: number; refused: number }[];
}

export interface FileDetail {
  file: TrackedFile;
  events: { time: string; status: string; version?: string; seconds?: number; message?: string }[];
  check?: { checked: string; outcome: string; size?: number; reason?: string };
  rerun_by_ingester: boolean;
}

export interface RerunAnswer {
  text: string;
  added: number;
  under_way: number;
  next?: string;
}

/** Times of telemetry are UTC. */
export interface TelemetryDevice {
  device: string;
  first: string;
  last: string;
  last_ec?: string;
  age_seconds: number;
}

export interface TelemetryDevices {
  now: string;
  items: TelemetryDevice[];
  cut: boolean;
}

export interface TelemetryKey {
  key: string;
  kind: "number" | "boolean" | "text" | "array" | "map";
  value?: unknown;
  ts: string;
  ec?: string;
  age_seconds: number;
  items?: number;
}

export interface TelemetryKeys {
  device: string;
  now: string;
  items: TelemetryKey[];
}

export interface Observation {
  start: string;
  end?: string;
  email?: string;
  name?: string;
}

export interface TelemetryHost {
  host: string;
  files: number;
  bytes: number;
  ingested: number;
  unread: number;
  replicas: { place?: string; state: string; files: number; bytes: number }[];
}
