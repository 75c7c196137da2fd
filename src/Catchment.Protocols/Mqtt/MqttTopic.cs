using System.Text;

namespace Catchment.Protocols.Mqtt;

/// <summary>The rules for topic names and filters (4.7).</summary>
public static class MqttTopic
{
    private const int MostBytes = ushort.MaxValue;

    /// <summary>Whether a message may be published to this topic.</summary>
    public static bool IsName(string topic) => IsText(topic) && topic.AsSpan().IndexOfAny('+', '#') < 0;

    /// <summary>Whether this may be subscribed to: <c>+</c> and <c>#</c> each fill a level, and <c>#</c> is the last.</summary>
    public static bool IsFilter(string filter)
    {
        if (!IsText(filter))
            return false;
        var rest = filter.AsSpan();
        while (true)
        {
            var end = rest.IndexOf('/');
            var level = end < 0 ? rest : rest[..end];
            if (level.IndexOfAny('+', '#') >= 0 && (level.Length > 1 || (level[0] == '#' && end >= 0)))
                return false;
            if (end < 0)
                return true;
            rest = rest[(end + 1)..];
        }
    }

    /// <summary>Whether a filter takes a topic. A wildcard in the first level takes none that begins with <c>$</c> (4.7.2).</summary>
    public static bool Matches(string filter, string topic)
    {
        if (topic.StartsWith('$') && !filter.StartsWith('$'))
            return false;
        ReadOnlySpan<char> wanted = filter;
        ReadOnlySpan<char> given = topic;
        while (true)
        {
            if (wanted is "#")
                return true;
            var wantedEnd = wanted.IndexOf('/');
            var givenEnd = given.IndexOf('/');
            var level = wantedEnd < 0 ? wanted : wanted[..wantedEnd];
            if (level is not "+" && !level.SequenceEqual(givenEnd < 0 ? given : given[..givenEnd]))
                return false;
            if (givenEnd < 0)
                return wantedEnd < 0 || wanted[wantedEnd..] is "/#"; // "sport/#" takes "sport", too.
            if (wantedEnd < 0)
                return false;
            wanted = wanted[(wantedEnd + 1)..];
            given = given[(givenEnd + 1)..];
        }
    }

    /// <summary>Whether a text can stand on the wire: well-formed, without U+0000, 1 to 65,535 bytes.</summary>
    private static bool IsText(string text)
    {
        if (text.Length is 0 or > MostBytes || text.Contains('\0', StringComparison.Ordinal))
            return false;
        for (var i = 0; i < text.Length; i++)
        {
            if (!char.IsSurrogate(text[i]))
                continue;
            if (i + 1 == text.Length || !char.IsSurrogatePair(text[i], text[i + 1]))
                return false;
            i++;
        }

        return Encoding.UTF8.GetByteCount(text) <= MostBytes;
    }
}
