using System.Text;

namespace Catchment.Protocols.Fits;

/// <summary>
/// Walks the header and data units of a file. Data are passed over: in a stream that can seek without reading them. Everything is
/// checked on the way: after <see cref="Next"/> has given null the file was whole. Source: FITS 4.0, 3.
/// </summary>
/// <param name="stream">The file from its start, decompressed; stays open.</param>
public sealed class FitsReader(Stream stream)
{
    /// <summary>The most units in a file.</summary>
    public const int MostUnits = 10_000;

    private const int BlockLength = FitsHeaderParser.BlockLength;

    private readonly byte[] _block = new byte[BlockLength];
    private byte[]? _passed;
    private long _position;
    private long _headerBlocks;
    private int _units;

    /// <summary>The next unit; null: the file has ended, as it should.</summary>
    /// <param name="cancellation">Ends the walk between two reads.</param>
    /// <exception cref="FitsException">It is no FITS file, or is shorter than its headers declare.</exception>
    /// <exception cref="IOException">It could not be read.</exception>
    /// <exception cref="InvalidDataException">The stream decompresses, and cannot.</exception>
    /// <exception cref="OperationCanceledException">The walk was ended.</exception>
    public FitsUnit? Next(CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        var read = Fill();
        if (_units == 0)
            Begins(read);
        else if (read == 0)
            return null;
        else if (read < BlockLength || !_block.AsSpan().StartsWith("XTENSION"u8))
            return Trailing(read, cancellation);
        if (_units == MostUnits)
            throw new FitsException($"more than {MostUnits} header and data units");
        FitsUnit unit;
        try
        {
            unit = FitsLayout.Of(Header(cancellation), _units);
        }
        catch (FitsException e)
        {
            throw new FitsException($"HDU {_units}: {e.Message}");
        }

        _units++;
        Pass(unit, cancellation);
        return unit;
    }

    private void Begins(int read)
    {
        var start = _block.AsSpan(0, Math.Min(read, 8));
        if (!start.SequenceEqual("SIMPLE  "u8))
            throw new FitsException(read == 0 ? "no FITS file: it is empty" : $"no FITS file: it does not begin with SIMPLE but with '{Printable(start)}'");
        if (read < BlockLength)
            throw new FitsException($"torn: the file ends after {read} bytes, within the first block");
    }

    private FitsHeader Header(CancellationToken cancellation)
    {
        var parser = new FitsHeaderParser();
        while (true)
        {
            // Many headers of the greatest length are a file of nothing else, and would fill the memory of who keeps them.
            if (++_headerBlocks > 10L * FitsHeaderParser.MostBlocks)
                throw new FitsException($"the headers of the file are longer than {10 * FitsHeaderParser.MostBlocks} blocks");
            if (parser.Add(_block) is { } header)
                return header;
            cancellation.ThrowIfCancellationRequested();
            if (Fill() < BlockLength)
                throw new FitsException($"torn: the file ends after {_position} bytes, within the header");
        }
    }

    private void Pass(FitsUnit unit, CancellationToken cancellation)
    {
        var start = _position;
        var end = start + unit.PaddedDataBytes;
        if (stream.CanSeek)
        {
            _position = Math.Min(end, Math.Max(start, stream.Length));
            stream.Position = _position;
        }
        else
        {
            Read(end, cancellation);
        }

        if (_position >= end)
            return;
        var there = _position - start;
        throw new FitsException(there < unit.DataBytes
            ? $"torn: HDU {unit.Index} declares {unit.DataBytes} bytes of data, and {there} are there"
            : $"torn: the last block of HDU {unit.Index} ends after {there % BlockLength} of {BlockLength} bytes (its data are whole)");
    }

    private void Read(long end, CancellationToken cancellation)
    {
        _passed ??= new byte[64 * 1024];
        while (_position < end)
        {
            cancellation.ThrowIfCancellationRequested();
            var read = stream.Read(_passed, 0, (int)Math.Min(_passed.Length, end - _position));
            if (read == 0)
                return;
            _position += read;
        }
    }

    // Tapes filled their last record, and some programs do so still. Anything else would be an extension that is broken.
    private FitsUnit? Trailing(int read, CancellationToken cancellation)
    {
        var at = _position - read;
        for (; read > 0; read = Fill())
        {
            cancellation.ThrowIfCancellationRequested();
            if (_block.AsSpan(0, read).ContainsAnyExcept((byte)0, (byte)' '))
                throw new FitsException($"HDU {_units - 1} ends at byte {at}, and what follows begins with '{Printable(_block.AsSpan(0, Math.Min(read, 8)))}', not with XTENSION");
        }

        return null;
    }

    private int Fill()
    {
        var read = stream.ReadAtLeast(_block, BlockLength, throwOnEndOfStream: false);
        _position += read;
        return read;
    }

    private static string Printable(ReadOnlySpan<byte> bytes)
    {
        var text = new StringBuilder(bytes.Length);
        foreach (var b in bytes)
            text.Append(b is >= (byte)' ' and <= (byte)'~' ? (char)b : '?');
        return text.ToString();
    }
}
