using System.Text;

namespace Catchment.Tags.Mqtt.Subscribing;

/// <summary>Makes a key of a topic: <c>{topic}</c>, <c>{1}</c>, <c>{2}</c>, … for its levels, <c>{member}</c> for a member's name.</summary>
internal sealed class KeyTemplate
{
    private const string TopicName = "topic";
    private const string MemberName = "member";

    private readonly List<(bool IsName, string Text)> _parts = [];

    /// <summary>Reads a template; braces with anything else between them stay as they are.</summary>
    public KeyTemplate(string template)
    {
        var rest = template.AsSpan();
        while (!rest.IsEmpty)
        {
            var open = rest.IndexOf('{');
            var close = open < 0 ? -1 : rest[open..].IndexOf('}');
            if (close < 0)
            {
                _parts.Add((false, rest.ToString()));
                break;
            }

            var name = rest.Slice(open + 1, close - 1).ToString();
            var isName = name is TopicName or MemberName || (int.TryParse(name, out var level) && level > 0);
            _parts.Add((false, rest[..open].ToString()));
            _parts.Add((isName, isName ? name : rest.Slice(open, close + 1).ToString()));
            rest = rest[(open + close + 1)..];
        }
    }

    /// <summary>Whether it wants a member's name.</summary>
    public bool HasMember => _parts.Exists(static part => part is { IsName: true, Text: MemberName });

    /// <summary>Makes a key; a level that the topic does not have is empty.</summary>
    public string Make(string topic, string member)
    {
        var key = new StringBuilder();
        string[]? levels = null;
        foreach (var (isName, text) in _parts)
        {
            key.Append(!isName ? text : text switch
            {
                TopicName => topic,
                MemberName => member,
                _ => int.Parse(text) is var level && level <= (levels ??= topic.Split('/')).Length ? levels[level - 1] : "",
            });
        }

        return key.ToString();
    }
}
