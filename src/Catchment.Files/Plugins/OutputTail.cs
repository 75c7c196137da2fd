using System.Text;

namespace Catchment.Files.Plugins;

/// <summary>Reads what a program writes, to its end, so that the program never waits for us, and keeps the last of it.</summary>
internal sealed class OutputTail
{
    private const int MostBytes = 16 * 1024;
    private const int MostCharacters = 4_000;

    private readonly Lock _gate = new();
    private readonly byte[] _kept = new byte[MostBytes];
    private readonly Thread _reader;
    private long _length;

    /// <summary>Begins to read.</summary>
    public OutputTail(Stream output)
    {
        // A thread, as reading a pipe blocks one in any case, and those of the pool are few.
        _reader = new Thread(() => Read(output), 128 * 1024) { IsBackground = true, Name = "output" };
        _reader.Start();
    }

    /// <summary>Waits for the end of the output.</summary>
    /// <returns>False: somebody still holds the other end.</returns>
    public bool Wait(TimeSpan limit) => _reader.Join(limit);

    /// <summary>The last lines that have something in them.</summary>
    public string? Lines(int most)
    {
        string text;
        lock (_gate)
        {
            var kept = (int)Math.Min(_length, MostBytes);
            var bytes = new byte[kept];
            for (var i = 0; i < kept; i++)
                bytes[i] = _kept[(_length - kept + i) % MostBytes];
            text = Encoding.UTF8.GetString(bytes);
        }

        var lines = text.Split(['\n', '\r'], StringSplitOptions.RemoveEmptyEntries | StringSplitOptions.TrimEntries).TakeLast(most);
        text = string.Join('\n', lines);
        return text.Length == 0 ? null : text.Length > MostCharacters ? text[^MostCharacters..] : text;
    }

    private void Read(Stream output)
    {
        var buffer = new byte[4096];
        using var open = output; // A program's streams are not closed with it.
        try
        {
            int read;
            while ((read = output.Read(buffer)) > 0)
            {
                lock (_gate)
                {
                    for (var i = 0; i < read; i++)
                        _kept[_length++ % MostBytes] = buffer[i];
                }
            }
        }
        catch (Exception e) when (e is IOException or ObjectDisposedException)
        {
            // The other end broke, or nobody waits any more.
        }
    }
}
