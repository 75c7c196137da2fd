using System.Runtime.InteropServices;

namespace Catchment.Core.Storage;

/// <summary>
/// Memory outside of the collected heap that files are read into, one after another; it grows to the longest and stays there. For one
/// thread at a time.
/// </summary>
public sealed unsafe class FileMemory : IDisposable
{
    private const int LeastBytes = 64 * 1024;

    private byte* _bytes;
    private int _length;

    /// <summary>The bytes of the file that was read last; valid until the next one, or the end of the memory.</summary>
    public ReadOnlySpan<byte> Content => new(_bytes, _length);

    /// <summary>Bytes that fit without growing.</summary>
    public int Capacity { get; private set; }

    /// <inheritdoc/>
    public void Dispose() => Free();

    /// <summary>Reads an open file from its beginning. Returns 0 or the error number.</summary>
    /// <param name="descriptor">The file.</param>
    /// <param name="size">Its length; what is written behind it meanwhile is not read.</param>
    internal int Fill(int descriptor, int size)
    {
        if (size > Capacity)
        {
            Free();
            Capacity = Math.Max(size, LeastBytes);
            _bytes = (byte*)NativeMemory.Alloc((nuint)Capacity);
        }

        _length = 0;
        while (_length < size)
        {
            var read = Linux.Read(descriptor, _bytes + _length, size - _length, out var errno);
            if (errno != 0)
                return errno;
            if (read == 0)
                break;
            _length += (int)read;
        }

        return 0;
    }

    private void Free()
    {
        NativeMemory.Free(_bytes);
        _bytes = null;
        (_length, Capacity) = (0, 0);
    }
}
