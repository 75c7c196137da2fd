import { duration } from "../state/text";
import { shortNumber } from "../telemetry/text";
import { formatUtc } from "../telemetry/time";
import type { Members, Protocol } from "./types";

/** A value in little room. */
export function tagText(value: unknown): string {
  if (value === null || value === undefined) return "–";
  return typeof value === "number" ? shortNumber(value) : typeof value === "string" ? value : JSON.stringify(value);
}

/** How long before now a time was; both in Unix seconds. */
export function tagAge(timestamp: number, now: number): string {
  const ms = (now - timestamp) * 1000;
  return ms < -1000 ? "ahead" : duration(ms);
}

/** A time for people, UTC. */
export const tagTime = (seconds: number): string => `${formatUtc(seconds).replace("T", " ")} UTC`;

/** A value as it is written into JSON; undefined: the text is none of the type. */
export function literal(type: string, text: string): string | undefined {
  const trimmed = text.trim();
  switch (type) {
    case "float":
      return isNumber(trimmed) ? trimmed : undefined;
    case "int":
      return /^-?(0|[1-9]\d*)$/.test(trimmed) ? trimmed : undefined;
    case "bool":
      return trimmed === "true" || trimmed === "false" ? trimmed : undefined;
    case "string":
      return JSON.stringify(text);
    default:
      // Kept as it is: JSON where it is JSON, without a loss of digits, and text otherwise.
      try {
        JSON.parse(trimmed);
        return trimmed;
      } catch {
        return JSON.stringify(text);
      }
  }
}

/** What a type takes. */
export const wanted: Record<string, string> = { float: "a number, such as 12.5", int: "a whole number", bool: "true or false" };

function isNumber(text: string): boolean {
  try {
    return typeof JSON.parse(text) === "number";
  } catch {
    return false;
  }
}

export const protocols: { value: Protocol; text: string }[] = [
  { value: "modbus", text: "Modbus" },
  { value: "opcua", text: "OPC UA" },
  { value: "iec104", text: "IEC 60870-5-104" },
  { value: "snmp", text: "SNMP" },
];

export const protocolName = (protocol: string): string => protocols.find((p) => p.value === protocol)?.text ?? protocol;

const tables: Record<number, string> = { 1: "coil", 2: "discrete input", 3: "holding register", 4: "input register" };
const registers: Record<string, number> = { int32: 2, uint32: 2, float32: 2, float: 2, int64: 4, uint64: 4, float64: 4, double: 4 };

/** Where a mapping puts a tag, in words. */
export function placeText(protocol: Protocol, m: Members): string {
  switch (protocol) {
    case "modbus": {
      const first = Number(m["register_address"]);
      const count = m["data_type"] === "string" ? Number(m["length"] ?? 1) : (registers[String(m["data_type"])] ?? 1);
      return `${tables[Number(m["function_code"])] ?? "register"} ${first}${count > 1 ? `–${first + count - 1}` : ""}, ${m["data_type"]} ${m["endianess"]}${scaled(m)}`;
    }
    case "opcua":
      return `${m["node_id"]}, ${m["data_type"]}`;
    case "iec104":
      return `IOA ${m["ioa"]}, ${m["type"]}${m["common_address"] === 1 ? "" : `, station ${m["common_address"]}`}${scaled(m)}`;
    case "snmp":
      return `${m["oid"]}${m["index"] == null ? "" : `.${m["index"]}`}, ${m["syntax"]}`;
  }
}

const scaled = (m: Members): string => (m["scaling_factor"] === undefined || m["scaling_factor"] === 1 ? "" : `, × ${m["scaling_factor"]}`);

/** Whether a protocol's clients may write it. */
export const isWritable = (m: Members): boolean => ["rw", "read-write", "CurrentWrite", "CurrentReadOrWrite"].includes(String(m["access"] ?? m["access_level"]));
