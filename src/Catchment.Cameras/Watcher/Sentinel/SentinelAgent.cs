using System.Buffers;
using Catchment.Protocols.ZeroMq;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>A sentinel, and how it knows us.</summary>
/// <param name="Name">Its name here; part of file names.</param>
/// <param name="Requests">Where it takes tasks and alerts.</param>
/// <param name="Publisher">Where it publishes its log with the results.</param>
/// <param name="Datapump">Our pump as it reaches it.</param>
/// <param name="Datasink">Our name as a data sink; results for others are ignored.</param>
/// <remarks>Source: the camera specification, 10.1 and 10.5.</remarks>
internal sealed record SentinelAgent(string Name, string Requests, string Publisher, string Datapump, string Datasink)
{
    /// <summary>The name of the configured sentinel.</summary>
    internal const string Configured = "sentinel";

    /// <summary>The longest name.</summary>
    internal const int MaxNameLength = 40;

    /// <summary>The longest name of a data sink.</summary>
    internal const int MaxSinkLength = 128;

    private static readonly SearchValues<char> NameCharacters = SearchValues.Create("0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz-_");

    /// <summary>Whether names and addresses are some: false for what was read from a damaged file.</summary>
    internal bool IsWhole => IsName(Name) && IsAddress(Requests) && IsAddress(Publisher) && Datapump is not null && Datasink is not null;

    /// <summary>Whether a text can be a name: letters, digits, <c>-</c> and <c>_</c> of ASCII.</summary>
    internal static bool IsName(ReadOnlySpan<char> text) => text.Length is > 0 and <= MaxNameLength && !text.ContainsAnyExcept(NameCharacters);

    private static bool IsAddress(string? text) => ZmqEndpoint.TryParse(text, out var endpoint, out _) && endpoint.Port > 0;
}
