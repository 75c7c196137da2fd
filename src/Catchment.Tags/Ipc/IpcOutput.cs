namespace Catchment.Tags.Ipc;

/// <summary>What goes to one client: replies, and between them events. Whoever writes holds <see cref="Gate"/> from the beginning of a line to its end.</summary>
/// <param name="sink">Takes the bytes.</param>
internal sealed class IpcOutput(IIpcSink sink)
{
    private const int Kept = 256 * 1024;
    private const int Long = 64 * 1024;

    /// <summary>Held while a line is written.</summary>
    internal Lock Gate { get; } = new();

    /// <summary>Takes the lines until they are sent.</summary>
    internal PythonJson Json { get; } = new();

    /// <summary>Sends what is long already: the memory for a reply is bounded however long it is.</summary>
    internal void SpillWhenLong()
    {
        if (Json.Length >= Long)
            Flush();
    }

    /// <summary>Sends everything.</summary>
    internal void Flush()
    {
        if (Json.Length == 0)
            return;
        sink.Send(Json.Written);
        Json.Clear(Kept);
    }
}
