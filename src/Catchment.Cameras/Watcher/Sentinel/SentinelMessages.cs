using System.Globalization;
using System.Text;
using Catchment.Cameras.Events;

namespace Catchment.Cameras.Watcher.Sentinel;

/// <summary>What a sentinel is sent, spelled as Python's <c>json.dumps</c> spells it.</summary>
/// <remarks>Source: the camera specification, 10.6.</remarks>
internal static class SentinelMessages
{
    private const string AlertStart = "{\"task\": \"ALERT\", \"payload\": ";

    /// <summary>A task to be done with an event.</summary>
    internal static string Task(EndedTask task, EndedEvent ended, SentinelAgent agent) => new StringBuilder("{\"task\": ").Append(Text(task.Name))
        .Append(", \"node\": [").Append(Text(ended.Node)).Append(", ").Append(Text(ended.View))
        .Append("], \"date\": ").Append(Text(EventNames.Text(ended.Key.Day))).Append(", \"event\": ").Append(Text(ended.Key.Id))
        .Append(", \"sink\": ").Append(Text(agent.Datasink)).Append(", \"pump\": ").Append(Text(agent.Datapump))
        .Append(", \"priority\": ").Append(task.Priority).Append('}').ToString();

    /// <summary>The news that an event was deleted, for the sentinel's subscribers.</summary>
    internal static string Alert(EventKey key, SentinelAgent agent) => new StringBuilder(AlertStart)
        .Append("{\"flag\": \"DEL\", \"date\": ").Append(Text(EventNames.Text(key.Day))).Append(", \"event\": ").Append(Text(key.Id))
        .Append(", \"sink\": ").Append(Text(agent.Datasink)).Append(", \"pump\": ").Append(Text(agent.Datapump)).Append("}}").ToString();

    /// <summary>Whether a message is an alert.</summary>
    internal static bool IsAlert(string message) => message.StartsWith(AlertStart, StringComparison.Ordinal);

    private static string Text(string text)
    {
        var quoted = new StringBuilder(text.Length + 2).Append('"');
        foreach (var c in text)
        {
            _ = c switch
            {
                '"' => quoted.Append("\\\""),
                '\\' => quoted.Append("\\\\"),
                '\n' => quoted.Append("\\n"),
                '\r' => quoted.Append("\\r"),
                '\t' => quoted.Append("\\t"),
                '\b' => quoted.Append("\\b"),
                '\f' => quoted.Append("\\f"),
                < ' ' or > '~' and not '\x7f' => quoted.Append(CultureInfo.InvariantCulture, $"\\u{(int)c:x4}"),
                _ => quoted.Append(c),
            };
        }

        return quoted.Append('"').ToString();
    }
}
