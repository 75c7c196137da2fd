/** A picture of 8-bit colours with opacity, as a canvas takes it. */
export interface Pixels {
  width: number;
  height: number;
  data: Uint8ClampedArray<ArrayBuffer>;
}

/** Why a file cannot be shown. */
export class NpyError extends Error {}

export const MOST_PIXELS = 40_000_000;

const MAGIC = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59];

type Reader = (view: DataView, at: number, little: boolean) => number;

const readers: Record<string, [size: number, read: Reader, range?: [number, number]]> = {
  b1: [1, (v, a) => v.getUint8(a), [0, 1]],
  u1: [1, (v, a) => v.getUint8(a), [0, 255]],
  i1: [1, (v, a) => v.getInt8(a)],
  u2: [2, (v, a, l) => v.getUint16(a, l)],
  i2: [2, (v, a, l) => v.getInt16(a, l)],
  u4: [4, (v, a, l) => v.getUint32(a, l)],
  i4: [4, (v, a, l) => v.getInt32(a, l)],
  f4: [4, (v, a, l) => v.getFloat32(a, l)],
  f8: [8, (v, a, l) => v.getFloat64(a, l)],
};

/**
 * Reads NumPy's file format: arrays of rows and columns, with one or three channels (blue, green, red). Everything but bytes is
 * stretched from its least to its greatest value, as a viewer of raw pictures does.
 */
export function decodeNpy(buffer: ArrayBuffer): Pixels {
  const view = new DataView(buffer);
  if (buffer.byteLength < 12 || MAGIC.some((b, i) => view.getUint8(i) !== b)) throw new NpyError("This is no NumPy file.");
  const version = view.getUint8(6);
  if (version < 1 || version > 3) throw new NpyError(`NumPy's file format ${version} is not known.`);
  const start = version === 1 ? 10 : 12;
  const length = version === 1 ? view.getUint16(8, true) : view.getUint32(8, true);
  if (length > 65_536 || start + length > buffer.byteLength) throw new NpyError("The file's header is cut or too long.");
  const header = new TextDecoder("latin1").decode(new Uint8Array(buffer, start, length));

  const descr = /'descr'\s*:\s*'([<>|=])([a-z]\d)'/.exec(header);
  const shapeText = /'shape'\s*:\s*\(([\d,\s]*)\)/.exec(header);
  const type = descr && readers[descr[2]!];
  if (!descr || !type) throw new NpyError("Arrays of this element type are not shown.");
  if (!shapeText || !/'fortran_order'\s*:\s*False/.test(header)) throw new NpyError("Arrays in this order are not shown.");
  const shape = shapeText[1]!.split(",").map((s) => s.trim()).filter(Boolean).map(Number);
  const [height, width, channels = 1] = shape;
  if (shape.length < 2 || shape.length > 3 || !height || !width || (channels !== 1 && channels !== 3))
    throw new NpyError(`Arrays of the shape (${shape.join(", ")}) are not shown.`);
  if (width * height > MOST_PIXELS) throw new NpyError("The picture is too large to show.");

  const [size, read, range] = type;
  const at = start + length;
  const count = width * height * channels;
  if (at + count * size > buffer.byteLength) throw new NpyError("The file is cut.");
  const little = descr[1] !== ">";
  const [low, high] = range ?? extent(view, at, count, size, read, little);
  const factor = high > low ? 255 / (high - low) : 0;
  const data = new Uint8ClampedArray(width * height * 4);
  for (let pixel = 0, i = at; pixel < data.length; pixel += 4) {
    if (channels === 1) {
      data[pixel] = data[pixel + 1] = data[pixel + 2] = (read(view, i, little) - low) * factor;
    } else {
      data[pixel + 2] = (read(view, i, little) - low) * factor;
      data[pixel + 1] = (read(view, i + size, little) - low) * factor;
      data[pixel] = (read(view, i + 2 * size, little) - low) * factor;
    }
    data[pixel + 3] = 255;
    i += size * channels;
  }
  return { width, height, data };
}

function extent(view: DataView, at: number, count: number, size: number, read: Reader, little: boolean): [number, number] {
  let low = Infinity;
  let high = -Infinity;
  for (let i = 0; i < count; i++) {
    const value = read(view, at + i * size, little);
    if (!Number.isFinite(value)) continue;
    if (value < low) low = value;
    if (value > high) high = value;
  }
  return low <= high ? [low, high] : [0, 0];
}
