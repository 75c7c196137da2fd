// What the protocol's types look like in JSON, both ways.
import {
  DataType, DataValue, ExtensionObject, LocalizedText, NodeId, QualifiedName, StatusCode, StatusCodes, Variant, VariantArrayType,
  coerceNodeId, coerceQualifiedName,
} from "node-opcua-client";

const plainTypes = {
  Int64: (v) => (Array.isArray(v) || ArrayBuffer.isView(v) ? ((BigInt(v[0]) << 32n) | BigInt(v[1])).toString() : String(v)),
  UInt64: (v) => (Array.isArray(v) || ArrayBuffer.isView(v) ? ((BigInt(v[0]) << 32n) | BigInt(v[1])).toString() : String(v)),
};
plainTypes.Int64 = ((unsigned) => (v) => BigInt.asIntN(64, BigInt(unsigned(v))).toString())(plainTypes.UInt64);

// Any value as JSON: 64-bit integers and non-finite numbers as text, bytes as base64, times as ISO 8601, status codes by name.
export function plain(value) {
  if (value === undefined || value === null) return null;
  if (typeof value === "number") return Number.isFinite(value) ? (Object.is(value, -0) ? "-0" : value) : String(value);
  if (typeof value !== "object") return value;
  if (value instanceof Date) return value.toISOString();
  if (Buffer.isBuffer(value)) return value.toString("base64");
  if (value instanceof DataValue) return plainData(value);
  if (value instanceof Variant) return plainVariant(value);
  if (value instanceof StatusCode) return value.name;
  if (value instanceof NodeId) return value.toString();
  if (value instanceof QualifiedName) return value.namespaceIndex ? `${value.namespaceIndex}:${value.name}` : value.name;
  if (value instanceof LocalizedText) return { locale: value.locale ?? null, text: value.text ?? null };
  if (Array.isArray(value) || ArrayBuffer.isView(value)) return Array.from(value, plain);
  const fields = {};
  if (value instanceof ExtensionObject) fields.$type = value.schema.name;
  for (const [name, field] of Object.entries(value)) {
    if (typeof field !== "function" && !name.startsWith("_")) fields[name] = plain(field);
  }
  return fields;
}

function plainVariant(variant) {
  const one = plainTypes[DataType[variant.dataType]] ?? plain;
  return {
    type: DataType[variant.dataType],
    array: VariantArrayType[variant.arrayType],
    dimensions: variant.dimensions ?? null,
    value: variant.value === null || variant.value === undefined ? null
      : variant.arrayType === VariantArrayType.Scalar ? one(variant.value) : Array.from(variant.value, one),
  };
}

function plainData(data) {
  const variant = data.value && data.value.dataType !== DataType.Null ? plainVariant(data.value) : { type: "Null", array: "Scalar", dimensions: null, value: null };
  return {
    status: data.statusCode.name,
    ...variant,
    sourceTimestamp: plain(data.sourceTimestamp),
    serverTimestamp: plain(data.serverTimestamp),
  };
}

const fromJson = {
  Int64: (v) => split(BigInt.asUintN(64, BigInt(v))),
  UInt64: (v) => split(BigInt(v)),
  Float: Number,
  Double: Number,
  DateTime: (v) => new Date(v),
  ByteString: (v) => (v === null ? null : Buffer.from(v, "base64")),
  NodeId: coerceNodeId,
  ExpandedNodeId: coerceNodeId,
  QualifiedName: coerceQualifiedName,
  LocalizedText: (v) => new LocalizedText(v),
  StatusCode: (v) => StatusCodes[v],
};

// {"type", "value"} and, for other than scalars, "array" and "dimensions", as a Variant.
export function variant({ type, value, array = "Scalar", dimensions }) {
  const one = fromJson[type] ?? ((v) => v);
  return new Variant({
    dataType: DataType[type],
    arrayType: VariantArrayType[array],
    dimensions,
    value: array === "Scalar" ? one(value) : value?.map(one),
  });
}

function split(whole) {
  return [Number(whole >> 32n), Number(whole & 0xffffffffn)];
}
