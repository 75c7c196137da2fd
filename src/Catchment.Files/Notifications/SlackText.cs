using System.Globalization;
using System.Text;
using Catchment.Files.Tables;

namespace Catchment.Files.Notifications;

/// <summary>Messages in the text form of Slack's incoming webhooks, which others take too. What files and programs say is no markup in it.</summary>
internal static class SlackText
{
    /// <summary>The text of a message.</summary>
    /// <param name="node">Who tells.</param>
    /// <param name="digest">What.</param>
    internal static string Of(string node, ResultDigest digest)
    {
        var text = new StringBuilder(Plain(node)).Append(": ");
        text.AppendJoin(", ", digest.Counts.Select(c => string.Create(CultureInfo.InvariantCulture, $"{c.Value} {(c.Value == 1 ? "file" : "files")} {FileStatusText.Of(c.Key)}")));
        foreach (var line in digest.Files)
        {
            text.Append("\n• ").Append(Plain(line.File)).Append(": ").Append(FileStatusText.Of(line.Status));
            if (line.Reason is { } reason)
                text.Append(", ").Append(Plain(reason));
        }

        var more = digest.Counts.Values.Sum() - digest.Files.Count;
        if (more > 0 && digest.Files.Count > 0)
            text.Append(CultureInfo.InvariantCulture, $"\n… and {more} more");
        return text.ToString();
    }

    private static string Plain(string text)
    {
        var plain = new StringBuilder(text.Length);
        foreach (var c in text)
        {
            _ = c switch
            {
                '&' => plain.Append("&amp;"),
                '<' => plain.Append("&lt;"),
                '>' => plain.Append("&gt;"),
                _ when char.IsControl(c) => plain.Append(' '),
                _ => plain.Append(c),
            };
        }

        return plain.ToString();
    }
}
