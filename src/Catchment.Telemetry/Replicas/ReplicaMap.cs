using Catchment.Telemetry.Schema;

namespace Catchment.Telemetry.Replicas;

/// <summary>A folder with copies, and the folder of a host that they are copies of.</summary>
/// <param name="Prefix">The folder with the copies, without a slash at its end; empty: the root. A folder, or <c>s3://bucket/…</c>.</param>
/// <param name="Host">The host of the originals.</param>
/// <param name="OriginPrefix">The originals' folder there as the inventory has it, without a slash at its end; empty: the root.</param>
public sealed record ReplicaMap(string Prefix, string Host, string OriginPrefix)
{
    /// <summary>What is expected, for messages.</summary>
    public const string Form = "PREFIX=HOST:PREFIX";

    /// <summary>Reads <c>PREFIX=HOST:PREFIX</c>.</summary>
    /// <param name="text">The text.</param>
    /// <param name="volume">Where relative prefixes of copies begin: a folder, or <c>s3://bucket/…</c>.</param>
    /// <param name="host">The host when the text names none; null: it has to.</param>
    /// <exception cref="FormatException">It is no such text.</exception>
    public static ReplicaMap Parse(string text, string volume, string? host = null)
    {
        ArgumentNullException.ThrowIfNull(text);
        var equals = text.IndexOf('=', StringComparison.Ordinal);
        var right = equals < 0 ? "" : text[(equals + 1)..];
        var colon = right.IndexOf(':', StringComparison.Ordinal);
        var named = colon < 0 || right.AsSpan(0, colon).Contains('/') ? null : right[..colon];
        var origin = named is null ? right : right[(colon + 1)..];
        if (equals <= 0 || origin.Length == 0 || (named ?? host) is not { Length: > 0 } whose)
            throw new FormatException($"'{text}' is no mapping: {Form} is wanted, such as /mnt/backup/telem=exao1:/opt/MagAOX/telem");
        if (ColumnWidths.Characters(whose) > ColumnWidths.Host)
            throw new FormatException($"'{text}': the host has more than {ColumnWidths.Host} characters");
        if (named is not null && host is not null && named != host)
            throw new FormatException($"'{text}': the host is {named}, and not {host} as it was said");
        return new ReplicaMap(Place(text[..equals], volume), whose, origin.TrimEnd('/'));
    }

    /// <summary>Whether a place is one in a store, and not a folder.</summary>
    public static bool IsStore(string place)
    {
        ArgumentNullException.ThrowIfNull(place);
        return place.StartsWith("s3://", StringComparison.Ordinal);
    }

    /// <summary>Whether a path is a prefix or lies below it.</summary>
    internal static bool Covers(string prefix, string path) =>
        path.StartsWith(prefix, StringComparison.Ordinal) && (path.Length == prefix.Length || path[prefix.Length] == '/');

    /// <inheritdoc/>
    public override string ToString() => $"{Prefix}/={Host}:{OriginPrefix}/";

    private static string Place(string prefix, string volume)
    {
        if (IsStore(prefix))
            return prefix.TrimEnd('/');
        if (!prefix.StartsWith('/') && IsStore(volume))
            return (prefix is "." or "./" ? volume : $"{volume.TrimEnd('/')}/{prefix}").TrimEnd('/');
        return Path.GetFullPath(prefix, volume).TrimEnd('/');
    }
}
