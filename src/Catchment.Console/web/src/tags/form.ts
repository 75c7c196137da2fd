import type { Members, Protocol } from "./types";

/** A member of a mapping, as the editor asks for it. */
export interface Field {
  name: string;
  label: string;
  /** How it is asked for and sent. */
  kind: "text" | "whole" | "number" | "truth";
  /** Words to choose from. */
  words?: readonly (string | [value: string, text: string])[];
  /** What it is when nobody says. */
  otherwise: string;
  needed?: boolean;
  hint?: string;
  /** Only with other members of a certain kind. */
  when?: (values: Record<string, string>) => boolean;
}

const description: Field = { name: "description", label: "Description", kind: "text", otherwise: "" };

const factor: Field = { name: "scaling_factor", label: "Scaling factor", kind: "number", otherwise: "1", hint: "told value = tag's value × factor" };

export const fields: Record<Protocol, readonly Field[]> = {
  modbus: [
    { name: "register_address", label: "Register", kind: "whole", otherwise: "", needed: true, hint: "0 to 65535, as on the wire" },
    { name: "function_code", label: "Table", kind: "whole", words: [["1", "coils"], ["2", "discrete inputs"], ["3", "holding registers"], ["4", "input registers"]], otherwise: "3" },
    { name: "data_type", label: "Type", kind: "text", words: ["int16", "uint16", "bool", "int32", "uint32", "float32", "int64", "uint64", "float64", "string"], otherwise: "float32" },
    { name: "length", label: "Registers", kind: "whole", otherwise: "1", when: (v) => v["data_type"] === "string" },
    { name: "endianess", label: "Byte order", kind: "text", words: ["big", "little", "big_swap", "little_swap"], otherwise: "big" },
    { name: "access", label: "Access", kind: "text", words: [["r", "read"], ["rw", "read and write"]], otherwise: "rw" },
    factor,
    description,
  ],
  opcua: [
    { name: "node_id", label: "Node id", kind: "text", otherwise: "", hint: "such as ns=2;i=100; empty for the next free one" },
    { name: "browse_name", label: "Browse name", kind: "text", otherwise: "", hint: "empty for the key" },
    { name: "display_name", label: "Display name", kind: "text", otherwise: "", hint: "empty for the key" },
    { name: "data_type", label: "Type", kind: "text", words: ["Boolean", "SByte", "Byte", "Int16", "UInt16", "Int32", "UInt32", "Int64", "UInt64", "Float", "Double", "String", "DateTime", "ByteString"], otherwise: "Double" },
    { name: "access_level", label: "Access", kind: "text", words: [["CurrentRead", "read"], ["CurrentWrite", "write"], ["CurrentReadOrWrite", "read and write"]], otherwise: "CurrentRead" },
    { name: "timestamps", label: "Times", kind: "text", words: ["None", "Server", "Source", "Both"], otherwise: "Both" },
    { name: "namespace", label: "Namespace", kind: "whole", otherwise: "2" },
    description,
  ],
  iec104: [
    { name: "ioa", label: "IOA", kind: "whole", otherwise: "", needed: true, hint: "1 to 16777215" },
    {
      name: "type",
      label: "Type",
      kind: "text",
      words: [
        ["M_ME_NC_1", "M_ME_NC_1: float"],
        ["M_ME_TF_1", "M_ME_TF_1: float with time"],
        ["M_ME_NA_1", "M_ME_NA_1: normalized"],
        ["M_ME_TD_1", "M_ME_TD_1: normalized with time"],
        ["M_ME_ND_1", "M_ME_ND_1: normalized without quality"],
        ["M_ME_NB_1", "M_ME_NB_1: scaled"],
        ["M_ME_TE_1", "M_ME_TE_1: scaled with time"],
        ["M_SP_NA_1", "M_SP_NA_1: single point"],
        ["M_SP_TB_1", "M_SP_TB_1: single point with time"],
        ["M_DP_NA_1", "M_DP_NA_1: double point"],
        ["M_DP_TB_1", "M_DP_TB_1: double point with time"],
        ["M_ST_NA_1", "M_ST_NA_1: step position"],
        ["M_ST_TB_1", "M_ST_TB_1: step position with time"],
        ["M_BO_NA_1", "M_BO_NA_1: bitstring"],
        ["M_BO_TB_1", "M_BO_TB_1: bitstring with time"],
        ["M_IT_NA_1", "M_IT_NA_1: counter"],
        ["M_IT_TB_1", "M_IT_TB_1: counter with time"],
      ],
      otherwise: "M_ME_NC_1",
    },
    { name: "cause", label: "Sent", kind: "text", words: ["spontaneous", "periodic"], otherwise: "spontaneous" },
    { name: "period_ms", label: "Period (ms)", kind: "whole", otherwise: "0", hint: "0 for none", when: (v) => v["cause"] === "periodic" },
    { name: "deadband", label: "Deadband", kind: "number", otherwise: "0", hint: "the least change of the tag's value that is told" },
    { name: "common_address", label: "Common address", kind: "whole", otherwise: "1", hint: "the station, 1 to 65534" },
    { name: "group", label: "Interrogation group", kind: "whole", otherwise: "0", hint: "1 to 16; 0 for none" },
    { name: "access", label: "Access", kind: "text", words: [["r", "read"], ["rw", "read and command"]], otherwise: "r" },
    { name: "quality", label: "Quality is told", kind: "truth", otherwise: "true" },
    { name: "timestamp", label: "Time is told", kind: "truth", otherwise: "true" },
    factor,
    description,
  ],
  snmp: [
    { name: "oid", label: "OID", kind: "text", otherwise: "", needed: true, hint: "dotted numbers" },
    { name: "index", label: "Index", kind: "whole", otherwise: "", hint: "one more number; empty for none" },
    { name: "syntax", label: "Syntax", kind: "text", words: ["Gauge32", "Integer32", "Unsigned32", "Counter32", "Counter64", "OctetString", "TimeTicks", "IpAddress", "OBJECT_IDENTIFIER"], otherwise: "Gauge32" },
    { name: "access", label: "Access", kind: "text", words: ["read-only", "read-write"], otherwise: "read-only" },
    description,
  ],
};

/** What the editor shows of a mapping; of none, what is usual. */
export function values(protocol: Protocol, mapping?: { id: string; mapping: Members }): Record<string, string> {
  const result: Record<string, string> = { id: mapping?.id ?? "", key: String(mapping?.mapping["key"] ?? "") };
  for (const f of fields[protocol]) result[f.name] = mapping ? String(mapping.mapping[f.name] ?? "") : f.otherwise;
  return result;
}

/** The mapping that the editor shows, as the API takes it. What is empty is left out; what is no number is sent as it stands, and refused in the API's words. */
export function body(protocol: Protocol, shown: Record<string, string>): Record<string, unknown> {
  const result: Record<string, unknown> = { id: shown["id"] || shown["key"], key: shown["key"] };
  for (const f of fields[protocol]) {
    const text = (shown[f.name] ?? "").trim();
    if (text === "" || (f.when && !f.when(shown))) continue;
    const number = Number(text);
    result[f.name] = f.kind === "truth" ? text === "true" : f.kind === "text" ? text : f.kind === "whole" ? (/^-?\d{1,15}$/.test(text) ? number : text) : Number.isFinite(number) ? number : text;
  }
  return result;
}
