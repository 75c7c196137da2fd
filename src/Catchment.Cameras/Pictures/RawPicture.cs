using System.Runtime.InteropServices;
using Catchment.Cameras.Catalog;
using Catchment.Protocols.ImageZmq;

namespace Catchment.Cameras.Pictures;

/// <summary>A raw picture as a sender gave it: an array of any shape and element type. Decides what file it becomes, and encodes it.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly ref struct RawPicture
{
    private const int HeaderRoom = 512;

    private readonly ArrayElementType _type;
    private readonly ArrayShape _shape;
    private readonly ReadOnlySpan<byte> _elements;

    /// <summary>Takes an array.</summary>
    /// <param name="type">The element type.</param>
    /// <param name="shape">Rows, columns, channels.</param>
    /// <param name="elements">Its memory in C order; product(shape) × element size bytes.</param>
    internal RawPicture(ArrayElementType type, ArrayShape shape, ReadOnlySpan<byte> elements)
    {
        _type = type;
        _shape = shape;
        _elements = elements;
        var channels = shape.Dimensions == 3 ? shape[2] : 1;
        var isPng = type == ArrayElementType.UnsignedByte && shape.Dimensions is 2 or 3 && PngWriter.Fits(shape[1], shape[0], channels);
        Format = isPng ? FrameFormat.Png : FrameFormat.Npy;
    }

    /// <summary>
    /// <see cref="FrameFormat.Png"/> for 8-bit elements and one or three channels, what every viewer shows; otherwise
    /// <see cref="FrameFormat.Npy"/>, which holds everything.
    /// </summary>
    internal FrameFormat Format { get; }

    /// <summary>Encodes it.</summary>
    /// <returns>The file's bytes; dispose it.</returns>
    internal PictureBuffer Encode()
    {
        // A PNG of a noisy picture has about half of the array's size.
        var buffer = new PictureBuffer((Format == FrameFormat.Png ? _elements.Length / 2 : _elements.Length) + HeaderRoom);
        try
        {
            if (Format == FrameFormat.Png)
                PngWriter.Write(buffer, _shape[1], _shape[0], _shape.Dimensions == 3 ? _shape[2] : 1, _elements);
            else
                NpyWriter.Write(buffer, _type, _shape, _elements);
            return buffer;
        }
        catch
        {
            buffer.Dispose();
            throw;
        }
    }
}
