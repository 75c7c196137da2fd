namespace Catchment.Tags.Ipc;

/// <content>Points by what their keys begin with.</content>
public sealed partial class IpcClient
{
    /// <summary>Reads all points whose keys begin with a text.</summary>
    /// <param name="prefix">The text; an empty one: every point.</param>
    /// <param name="cancellation">Ends the wait.</param>
    /// <exception cref="IOException">The gateway does not answer, or is the original, which cannot be asked.</exception>
    public async Task<IReadOnlyDictionary<string, IpcReading?>> ListAsync(string prefix, CancellationToken cancellation = default)
    {
        ArgumentNullException.ThrowIfNull(prefix);
        var (isOk, readings) = await AskAsync(
            IpcWire.Line("read", writer => IpcWire.Texts(writer, "prefixes", [prefix])),
            static reply => (IpcWire.IsOk(reply), ReadingsOf(reply)),
            cancellation);
        return isOk ? readings : throw new IOException("The gateway cannot be asked for its points: it is the original, or an older version.");
    }
}
