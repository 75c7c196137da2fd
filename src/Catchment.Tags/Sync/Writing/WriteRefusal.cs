using System.Collections.Frozen;
using Catchment.Tags.Store;

namespace Catchment.Tags.Sync.Writing;

/// <summary>A value that the gateway answered with an error.</summary>
/// <param name="Index">Which one.</param>
/// <param name="Error">Its text.</param>
public readonly record struct WriteRefusal(int Index, string Error)
{
    /// <summary>A request longer than the gateway reads.</summary>
    internal const string TooLarge = "request too large";

    private const string InvalidJson = "invalid json: ";

    /// <summary>What lies in the value, or in what the operator has decided about its key, and not in the gateway's present state.</summary>
    private static readonly FrozenSet<string> Final = FrozenSet.Create(
        StringComparer.Ordinal,
        TooLarge,
        "key required",
        "value must be finite",
        "timestamp must be Unix seconds",
        "quality must be GOOD, UNCERTAIN or BAD",
        WriteResult.NotRegistered.Error(),
        WriteResult.InvalidKey.Error(),
        WriteResult.TooLong.Error(),
        WriteResult.OutOfLimits.Error());

    /// <summary>The value would never be taken: it is no use to send it again.</summary>
    internal bool IsFinal => IsFinalText(Error);

    /// <summary>Whether an error means that what was sent would never be taken.</summary>
    internal static bool IsFinalText(string error) => Final.Contains(error) || error.StartsWith(InvalidJson, StringComparison.Ordinal);
}
