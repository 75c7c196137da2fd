/** Times of tags are Unix seconds. */
export type Quality = "GOOD" | "UNCERTAIN" | "BAD";

export interface Tag {
  id: string;
  key: string;
  data_type: string;
  units: string;
  value: unknown;
  /** The value is longer than is told. */
  is_cut: boolean;
  quality: Quality;
  timestamp: number;
  last_change: number;
}

export interface TagPage {
  items: Tag[];
  offset: number;
  found: number;
  all: number;
  membership: number;
  now: number;
}

/** What the stream tells of a tag. */
export interface TagChange {
  id: string;
  value: unknown;
  quality: Quality;
  timestamp: number;
  last_change: number;
  is_gone: boolean;
}

export type Protocol = "modbus" | "opcua" | "iec104" | "snmp";

/** A mapping's members, as the gateway's HTTP API has them. */
export type Members = Record<string, string | number | boolean | null>;

export interface TagMapping {
  protocol: Protocol;
  id: string;
  mapping: Members;
}

export interface TagDetail {
  tag: Tag;
  /** The whole value, where the tag's is cut. */
  text?: string;
  default: unknown;
  address?: number;
  limits?: { low?: number; high?: number; is_clamped: boolean };
  is_automatic: boolean;
  mappings: TagMapping[];
  allows_writes: boolean;
  now: number;
}

export interface TagHistory {
  key: string;
  from: number;
  to: number;
  width: number;
  buckets: { start: number; min: number; max: number; mean: number; count: number }[];
  entries: number;
  newest: { timestamp: number; value: unknown }[];
}

export interface TagMappingPage {
  items: TagMapping[];
  found: number;
  all: number;
}

export interface TagMappingCheck {
  is_possible: boolean;
  detail?: string;
  parameter?: string;
  warnings: string[];
  is_registered: boolean;
  replaces?: string;
}

export interface GatewayService {
  name: Protocol;
  port: number;
  is_enabled: boolean;
  is_running: boolean;
  mappings: number;
}

export interface OpcUaClient {
  address: string;
  is_connected: boolean;
  since: number;
  security?: string;
  session?: string;
  application?: string;
  user?: string;
  subscriptions: number;
  monitored_items: number;
  requests: number;
  refused: number;
  last_error?: string;
}

export interface Iec104Master {
  address: string;
  group?: string;
  is_started: boolean;
  since: number;
  received_apdus: number;
  sent_apdus: number;
  events_sent: number;
  events_waiting: number;
  events_lost: number;
  interrogations: number;
  commands: number;
  commands_refused: number;
}

export interface Certificate {
  thumbprint: string;
  state: "own" | "trusted" | "issuer" | "rejected";
  subject: string;
  application_uri?: string;
  not_before: number;
  not_after: number;
}

export interface SnmpPeer {
  address: string;
  last_seen: number;
  answered: number;
  refused: number;
  sets: number;
  failed: number;
  last_refusal?: string;
}

export interface SnmpAgent {
  endpoints: string[];
  engine_id?: string;
  engine_boots: number;
  objects: number;
  refused_mappings: number;
  communities: number;
  users: number;
  targets: string[];
  requests: number;
  sets: number;
  discarded: number;
  notifications: number;
  notifications_lost: number;
  peers: SnmpPeer[];
}

export interface Gateway {
  store: { tags: number; good: number; uncertain: number; bad: number; writes: number; history_entries: number; history_bytes: number };
  services: GatewayService[];
  sync?: { total_syncs?: number; successful_writes?: number; failed_writes?: number; last_sync_time?: number | null; running?: boolean; errors?: { time: number; message: string }[] };
  devices?: {
    name: string;
    protocol: string;
    address: string;
    is_up: boolean;
    status: string;
    tags: number;
    failed_tags: number;
    last_success?: number;
    interval?: number;
    error?: string;
  }[];
  snmp?: SnmpAgent;
  opc_ua?: {
    endpoints: string[];
    application_uri: string;
    nodes: number;
    refused_mappings: number;
    requests: number;
    requests_refused: number;
    discarded: number;
    clients: OpcUaClient[];
    certificates: Certificate[];
  };
  iec104?: {
    endpoints: string[];
    common_addresses: number[];
    objects: number;
    objects_told: number;
    events_lost: number;
    commands: number;
    commands_refused: number;
    discarded: number;
    groups: { name: string; active?: string; events_waiting: number; events_lost: number }[];
    masters: Iec104Master[];
  };
  allows_writes: boolean;
  now: number;
}
