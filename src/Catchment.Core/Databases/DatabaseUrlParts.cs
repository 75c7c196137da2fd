using System.Buffers;
using Catchment.Core.Configuration.Binding;

namespace Catchment.Core.Databases;

/// <summary>
/// A database URL taken apart by SQLAlchemy's rules: <c>scheme://[user[:password]@][host][:port][/database][?key=value&amp;…]</c>.
/// User and password end at the first <c>@</c>; an IPv6 address stands in brackets.
/// </summary>
/// <param name="Scheme">What stands before <c>://</c>.</param>
/// <param name="User">User, decoded; null: not given.</param>
/// <param name="Password">Password, decoded; null: not given.</param>
/// <param name="Host">Host, decoded and without brackets; null: not given.</param>
/// <param name="Port">Port as it is written; null: not given.</param>
/// <param name="Database">What stands between the slash and the query, not decoded; null: not given.</param>
/// <param name="Query">The query's keys and values, decoded.</param>
internal sealed record DatabaseUrlParts(
    string Scheme, string? User, string? Password, string? Host, string? Port, string? Database, IReadOnlyDictionary<string, string> Query)
{
    private const int LongestUrl = 4096;
    private const int MostKeys = 64;

    private static readonly SearchValues<char> InSchemes = SearchValues.Create("+-.0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ_abcdefghijklmnopqrstuvwxyz");

    /// <summary>Takes a URL apart.</summary>
    /// <exception cref="DatabaseUrlException">It is none.</exception>
    public static DatabaseUrlParts Split(string url)
    {
        if (url.Length > LongestUrl)
            throw new DatabaseUrlException($"{url.Length} characters", $"up to {LongestUrl}");
        if (HasUnprintable(url))
            throw new DatabaseUrlException("a control character or half a surrogate pair", "text; percent-encoded where it is special");
        var end = url.IndexOf("://", StringComparison.Ordinal);
        if (end < 0 || url.AsSpan(0, end).ContainsAnyExcept(InSchemes))
            throw new DatabaseUrlException($"no scheme:// ({Shown(url)})", DatabaseUrl.Allowed);

        var rest = url.AsSpan(end + 3);
        var (user, password) = TakeUser(ref rest);
        var query = TakeQuery(ref rest);
        var slash = rest.IndexOf('/');
        var database = slash < 0 ? null : rest[(slash + 1)..].ToString();
        var (host, port) = SplitHost(slash < 0 ? rest : rest[..slash]);
        return new DatabaseUrlParts(url[..end], user, password, host, port, database, query);
    }

    /// <summary>A text with its percent-encoding taken off.</summary>
    /// <exception cref="DatabaseUrlException">It then holds a control character.</exception>
    public static string Decode(ReadOnlySpan<char> text)
    {
        var decoded = Uri.UnescapeDataString(text);
        return HasUnprintable(decoded) ? throw new DatabaseUrlException("an encoded control character", "printable characters") : decoded;
    }

    private static Dictionary<string, string> TakeQuery(ref ReadOnlySpan<char> rest)
    {
        Dictionary<string, string> query = new(StringComparer.Ordinal);
        var mark = rest.IndexOf('?');
        if (mark < 0)
            return query;
        var pairs = rest[(mark + 1)..];
        rest = rest[..mark];
        foreach (var range in pairs.Split('&'))
        {
            var pair = pairs[range];
            if (pair.IsEmpty)
                continue;
            var equals = pair.IndexOf('=');
            if (equals < 1)
                throw new DatabaseUrlException("a query with a key or a value missing", "key=value pairs with & between");
            var key = DecodePlus(pair[..equals]);
            if (query.Count == MostKeys || !query.TryAdd(key, DecodePlus(pair[(equals + 1)..])))
                throw new DatabaseUrlException($"the key '{NodeText.Printable(key)}' twice, or too many keys", "each key once");
        }

        return query;
    }

    private static (string? User, string? Password) TakeUser(ref ReadOnlySpan<char> rest)
    {
        // The user ends before the first ':' or '/'; a password may hold both, but no '@'.
        var end = rest.IndexOfAny(':', '/');
        var user = end < 0 ? rest : rest[..end];
        var password = ReadOnlySpan<char>.Empty;
        var at = user.LastIndexOf('@');
        var hasPassword = end >= 0 && rest[end] == ':' && rest[end..].Contains('@');
        if (hasPassword)
        {
            var length = rest[end..].IndexOf('@') - 1;
            password = rest.Slice(end + 1, length);
            rest = rest[(end + length + 2)..];
        }
        else if (at >= 0)
        {
            user = user[..at];
            rest = rest[(at + 1)..];
        }
        else
        {
            return (null, null);
        }

        return (user.IsEmpty ? null : Decode(user), hasPassword ? Decode(password) : null);
    }

    private static (string? Host, string? Port) SplitHost(ReadOnlySpan<char> text)
    {
        var bracket = text.StartsWith('[') ? text.IndexOf(']') : -1;
        var colon = text[(bracket + 1)..].IndexOf(':');
        var host = colon < 0 ? text : text[..(bracket + 1 + colon)];
        var port = colon < 0 ? [] : text[(bracket + colon + 2)..];
        if (bracket > 0)
        {
            if (host.Length != bracket + 1)
                throw new DatabaseUrlException("more behind the address in brackets", "[address]:port");
            host = host[1..bracket];
        }

        return (host.IsEmpty ? null : Decode(host), port.IsEmpty ? null : port.ToString());
    }

    private static string DecodePlus(ReadOnlySpan<char> text) => Decode(text.ToString().Replace('+', ' '));

    private static string Shown(string url) => url.Contains('@', StringComparison.Ordinal) ? "not shown" : $"\"{NodeText.Printable(url)}\"";

    private static bool HasUnprintable(ReadOnlySpan<char> text)
    {
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsControl(text[i]))
                return true;
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return true;
            i++;
        }

        return false;
    }
}
