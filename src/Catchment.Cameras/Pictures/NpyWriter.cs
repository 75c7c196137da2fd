using System.Buffers;
using System.Buffers.Binary;
using System.Globalization;
using System.Text;
using Catchment.Protocols.ImageZmq;

namespace Catchment.Cameras.Pictures;

/// <summary>Writes an array as NumPy's file format 1.0: a header of one line, then the elements as they are, in C order.</summary>
/// <remarks>Source: NumPy Enhancement Proposal 1 (<c>numpy.lib.format</c>).</remarks>
internal static class NpyWriter
{
    /// <summary>Before the header's text: the magic, the version, the text's length.</summary>
    private const int PrefixBytes = 10;

    /// <summary>The elements begin at a multiple of this, so that they can be mapped into memory.</summary>
    private const int Alignment = 64;

    /// <summary>Room for a shape of the most numbers, all of ten digits.</summary>
    private const int MaxHeaderBytes = 4 * Alignment;

    /// <summary>The first six bytes of every such file.</summary>
    internal static ReadOnlySpan<byte> Magic => [0x93, (byte)'N', (byte)'U', (byte)'M', (byte)'P', (byte)'Y'];

    /// <summary>Writes one file.</summary>
    /// <param name="to">Where to.</param>
    /// <param name="type">The element type; big-endian elements stay so, and the header says it.</param>
    /// <param name="shape">Rows, columns, channels; any shape.</param>
    /// <param name="elements">The elements, in C order; product(shape) × element size bytes.</param>
    /// <exception cref="ArgumentException">The bytes do not fit the shape.</exception>
    internal static void Write(IBufferWriter<byte> to, ArrayElementType type, ArrayShape shape, ReadOnlySpan<byte> elements)
    {
        if (shape.ElementCount < 0 || shape.ElementCount > int.MaxValue || shape.ElementCount * type.Size != elements.Length)
            throw new ArgumentException($"{elements.Length} bytes are no {type} array of shape {shape}.", nameof(elements));

        var header = Header(to.GetSpan(MaxHeaderBytes), type, shape);
        to.Advance(header);
        to.Write(elements);
    }

    private static int Header(Span<byte> file, ArrayElementType type, ArrayShape shape)
    {
        var text = Dictionary(type, shape);
        var length = PrefixBytes + text.Length + 1;
        var aligned = (length + Alignment - 1) / Alignment * Alignment;
        Magic.CopyTo(file);
        file[6] = 1;
        file[7] = 0;
        BinaryPrimitives.WriteUInt16LittleEndian(file[8..], (ushort)(aligned - PrefixBytes));
        Encoding.ASCII.GetBytes(text, file[PrefixBytes..]);
        file[(PrefixBytes + text.Length)..(aligned - 1)].Fill((byte)' ');
        file[aligned - 1] = (byte)'\n';
        return aligned;
    }

    private static string Dictionary(ArrayElementType type, ArrayShape shape)
    {
        var order = type.Size == 1 ? '|' : type.IsBigEndian ? '>' : '<';
        var text = new StringBuilder();
        text.Append(CultureInfo.InvariantCulture, $"{{'descr': '{order}{type.Kind}{type.Size}', 'fortran_order': False, 'shape': (");
        for (var i = 0; i < shape.Dimensions; i++)
            text.Append(CultureInfo.InvariantCulture, $"{(i == 0 ? "" : " ")}{shape[i]}{(i + 1 < shape.Dimensions || i == 0 ? "," : "")}");
        return text.Append("), }").ToString();
    }
}
