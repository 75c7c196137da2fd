using System.Globalization;
using Catchment.Core.Configuration;
using Catchment.Tags.Store;

namespace Catchment.Tags.Poller.Configuration;

/// <summary>
/// The members of one object of the file, read as what they are to be; numbers and booleans may stand as text, as the forms of user interfaces save them. Members that
/// nobody asks for are passed over.
/// </summary>
/// <param name="mapping">The object.</param>
/// <param name="whose">What it is, for messages.</param>
/// <param name="problems">Takes what is wrong.</param>
internal sealed class Members(ConfigurationMapping mapping, string whose, List<string> problems)
{
    /// <summary>The first of what is wrong with this object; null: nothing.</summary>
    internal string? Problem { get; private set; }

    /// <summary>The members of an object within, or beside; null: there is none.</summary>
    internal Members? Child(string key) => mapping.Find(key)?.Value is ConfigurationMapping child ? new Members(child, whose, problems) : null;

    /// <summary>The objects of a list; what is none is told.</summary>
    internal IEnumerable<ConfigurationMapping> List(string key)
    {
        switch (mapping.Find(key)?.Value)
        {
            case null or { IsNull: true }:
                yield break;
            case ConfigurationSequence sequence:
                foreach (var item in sequence.Items)
                {
                    if (item is ConfigurationMapping one)
                        yield return one;
                    else
                        Tell(item.Origin, key, "what is no object", "objects");
                }

                break;
            case var other:
                Tell(other.Origin, key, "what is no list", "a list of objects");
                break;
        }
    }

    /// <summary>Whether a member is there, null or not.</summary>
    internal bool Has(string key) => mapping.Find(key) is not null;

    /// <summary>A text; also of a number, as it is written.</summary>
    internal string Text(string key, string usual = "")
    {
        var node = mapping.Find(key)?.Value;
        if (node is null or { IsNull: true })
            return usual;
        if (node is ConfigurationScalar scalar)
            return scalar.Text.Trim();
        Tell(node.Origin, key, "what is no text", "a text");
        return usual;
    }

    /// <summary>A text that messages never show, and whose blanks belong to it.</summary>
    internal string Secret(string key)
    {
        var node = mapping.Find(key)?.Value;
        if (node is null or { IsNull: true })
            return "";
        if (node is ConfigurationScalar scalar)
            return scalar.Text;
        Tell(node.Origin, key, "what is no text", "a text");
        return "";
    }

    /// <summary>A file, relative to the folder of the one that names it; null: none is named.</summary>
    internal string? Path(string key) => Text(key) is { Length: > 0 } path
        ? System.IO.Path.GetFullPath(path.Replace("\0", "", StringComparison.Ordinal), System.IO.Path.GetDirectoryName(System.IO.Path.GetFullPath(mapping.Origin.Name))!)
        : null;

    /// <summary>A number between two others.</summary>
    internal double Number(string key, double usual, double least = double.MinValue, double most = double.MaxValue, bool isNullIll = false)
    {
        var node = mapping.Find(key)?.Value;
        if (node is null || (node.IsNull && !isNullIll))
            return usual;
        if (node is ConfigurationScalar scalar && double.TryParse(scalar.Text, NumberStyles.Float, CultureInfo.InvariantCulture, out var number) && number >= least && number <= most)
            return number;
        Tell(node.Origin, key, Found(node), least == double.MinValue ? "a number" : string.Create(CultureInfo.InvariantCulture, $"a number from {least} to {most}"));
        return usual;
    }

    /// <summary>A whole number between two others.</summary>
    internal int Whole(string key, int usual, int least, int most)
    {
        var number = Number(key, usual, least, most);
        if (double.IsInteger(number))
            return (int)number;
        Tell(mapping.Find(key)!.Value.Origin, key, Found(mapping.Find(key)!.Value), "a whole number");
        return usual;
    }

    /// <summary>True or false.</summary>
    internal bool Flag(string key, bool usual = false)
    {
        var node = mapping.Find(key)?.Value;
        switch (node)
        {
            case null or { IsNull: true }:
                return usual;
            case ConfigurationScalar { Value: bool flag }:
                return flag;
            case ConfigurationScalar { Text: var text }:
                switch (text.Trim().ToUpperInvariant())
                {
                    case "TRUE" or "YES" or "ON" or "1" or "ENABLE" or "ENABLED":
                        return true;
                    case "FALSE" or "NO" or "OFF" or "0" or "" or "DISABLE" or "DISABLED":
                        return false;
                }

                break;
        }

        Tell(node.Origin, key, Found(node), "true or false");
        return usual;
    }

    /// <summary>A value that a tag may have.</summary>
    internal TagValue Value(string key)
    {
        var node = mapping.Find(key)?.Value;
        switch (node)
        {
            case null or { IsNull: true }:
                return TagValue.Of(0L);
            case ConfigurationScalar { Value: bool flag }:
                return TagValue.Of(flag);
            case ConfigurationScalar { Value: long whole }:
                return TagValue.Of(whole);
            case ConfigurationScalar { Value: double number } when double.IsFinite(number):
                return TagValue.Of(number);
            case ConfigurationScalar { Text: var text } when TagPoller.IsValue(TagValue.Of(text)):
                return TagValue.Of(text);
        }

        Tell(node.Origin, key, Found(node), "a number, true, false or a text");
        return TagValue.Of(0L);
    }

    /// <summary>Tells that a member is wrong.</summary>
    internal void Tell(string key, string allowed)
    {
        var node = mapping.Find(key)?.Value;
        Tell(node?.Origin ?? mapping.Origin, key, node is null ? "nothing" : Found(node), allowed);
    }

    /// <summary>Tells that a member is wrong that messages never show.</summary>
    internal void TellSecret(string key, string allowed)
    {
        var node = mapping.Find(key)?.Value;
        Tell(node?.Origin ?? mapping.Origin, key, node is null or { IsNull: true } ? "nothing" : "another", allowed);
    }

    /// <summary>Tells something that makes the object no worse than it is.</summary>
    internal void Note(string key, string text) => problems.Add($"{mapping.Find(key)?.Value.Origin ?? mapping.Origin}: {whose}{key}: {text}");

    private void Tell(ConfigurationOrigin origin, string key, string found, string allowed)
    {
        Problem ??= $"{key}: found {found}, allowed: {allowed}";
        problems.Add($"{origin}: {whose}{key}: found {found}, allowed: {allowed}");
    }

    private static string Found(ConfigurationNode node) => node switch
    {
        { IsNull: true } => "null",
        ConfigurationScalar { Text: { Length: <= 80 } text } => $"'{text}'",
        ConfigurationScalar { Text: var text } => $"'{text[..80]}…'",
        _ => "a list or an object",
    };
}
