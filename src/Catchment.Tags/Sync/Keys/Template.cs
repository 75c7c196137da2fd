using System.Text;

namespace Catchment.Tags.Sync.Keys;

/// <summary>Texts with names in braces.</summary>
internal static class Template
{
    /// <summary>Whether a text names at least one of these, and nothing else.</summary>
    internal static bool Names(string template, params ReadOnlySpan<string> names)
    {
        var count = 0;
        for (var at = template.IndexOf('{', StringComparison.Ordinal); at >= 0; at = template.IndexOf('{', at + 1))
        {
            var end = template.IndexOf('}', at);
            if (end < 0 || !names.Contains(template[(at + 1)..end]))
                return false;
            count++;
        }

        return count > 0;
    }

    /// <summary>Puts values in the place of names, in one pass: braces in a value mean nothing.</summary>
    internal static string Fill(string template, params ReadOnlySpan<(string Name, string Value)> values)
    {
        var text = new StringBuilder(template.Length + 64);
        for (var i = 0; i < template.Length; i++)
        {
            var end = template[i] == '{' ? template.IndexOf('}', i) : -1;
            if (end < 0)
            {
                text.Append(template[i]);
                continue;
            }

            foreach (var (name, value) in values)
            {
                if (template.AsSpan(i + 1, end - i - 1).SequenceEqual(name))
                    text.Append(value);
            }

            i = end;
        }

        return text.ToString();
    }
}
