using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;
using Catchment.Commands.Events;
using Catchment.Core.Configuration;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;

namespace Catchment.Commands.Files;

/// <summary>Which files a command is about.</summary>
internal sealed class FileFilter
{
    /// <summary>The word for files of which the events table knows nothing yet.</summary>
    internal const string New = "NEW";

    private readonly Option<string?> _status = new("--status") { HelpName = "STATUS", Description = "Only files with this status now, such as FAILURE; NEW: those that have no event yet." };
    private readonly Option<string?> _name = new("--name") { HelpName = "NAME", Description = "Only files with this in their path; or with * and ? a pattern of the whole name, with a slash in it of the whole path." };
    private readonly Option<DateTime?> _since = Time("--since", "Tracked not before this local time, such as 2026-05-01 or 2026-05-01T18:30.");
    private readonly Option<DateTime?> _until = Time("--until", "Tracked before this local time.");
    private readonly Option<DateTime?> _changedSince = Time("--changed-since", "With their status since this local time, or a later one.");
    private readonly Option<DateTime?> _changedUntil = Time("--changed-until", "With their status since before this local time.");
    private readonly Option<long?> _least = Size("--min-size", "Of so many bytes at least, such as 1 MB.");
    private readonly Option<long?> _most = Size("--max-size", "Of so many bytes at most.");
    private readonly Option<string?> _checksum = new("--checksum") { HelpName = "DIGITS", Description = "Whose checksum begins with these digits." };

    /// <summary>Adds the options to a command, and their checks.</summary>
    internal FileFilter AddTo(Command command)
    {
        _status.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } word && Word(word) is null)
                result.AddError($"'{word}' is no status; there are: {New} {string.Join(' ', FileStatusText.All)}");
        });
        _checksum.Validators.Add(result =>
        {
            if (result.GetValueOrDefault<string?>() is { } digits && (digits.Length is 0 or > 128 || !digits.All(char.IsAsciiHexDigit)))
                result.AddError($"'{digits}' is no beginning of a checksum: hexadecimal digits are wanted");
        });
        foreach (Option option in new Option[] { _status, _name, _since, _until, _changedSince, _changedUntil, _least, _most, _checksum })
            command.Options.Add(option);
        return this;
    }

    /// <summary>The question.</summary>
    internal FileQuery Query(ParseResult parsed)
    {
        var word = parsed.GetValue(_status) is { } text ? Word(text) : null;
        return new FileQuery
        {
            Status = FileStatusText.Parse(word),
            IsNew = word == New,
            Name = parsed.GetValue(_name) is { Length: > 0 } name ? name : null,
            AddedSince = parsed.GetValue(_since),
            AddedUntil = parsed.GetValue(_until),
            ChangedSince = parsed.GetValue(_changedSince),
            ChangedUntil = parsed.GetValue(_changedUntil),
            LeastSize = parsed.GetValue(_least),
            MostSize = parsed.GetValue(_most),
            Checksum = parsed.GetValue(_checksum)?.ToLowerInvariant(),
        };
    }

    /// <summary>What a question is about, in words that are the same for the same question.</summary>
    internal static string Words(FileQuery query)
    {
        var words = new List<string>();
        Add("status", query.IsNew ? New : query.Status is { } status ? FileStatusText.Of(status) : null);
        Add("name", query.Name);
        Add("since", Text(query.AddedSince));
        Add("until", Text(query.AddedUntil));
        Add("changed since", Text(query.ChangedSince));
        Add("changed until", Text(query.ChangedUntil));
        Add("min", query.LeastSize?.ToString(CultureInfo.InvariantCulture));
        Add("max", query.MostSize?.ToString(CultureInfo.InvariantCulture));
        Add("checksum", query.Checksum);
        return words.Count == 0 ? "all" : string.Join(", ", words);

        void Add(string what, string? value)
        {
            if (value is not null)
                words.Add($"{what} {value}");
        }

        static string? Text(DateTime? time) => time is { } t ? PagePrinter.Local(t) : null;
    }

    private static string? Word(string text) => text.ToUpperInvariant() is var word && (word == New || FileStatusText.Parse(word) is not null) ? word : null;

    private static Option<DateTime?> Time(string name, string description) => new(name) { HelpName = "TIME", Description = description, CustomParser = EventsListCommand.Time };

    private static Option<long?> Size(string name, string description) => new(name) { HelpName = "SIZE", Description = description, CustomParser = Bytes };

    private static long? Bytes(ArgumentResult result)
    {
        var text = result.Tokens.Count == 1 ? result.Tokens[0].Value : "";
        if (ByteSize.TryParse(text, out var size))
            return size.Bytes;
        result.AddError($"'{text}' is no size: a number of bytes is wanted, or one with a unit such as 10 MB");
        return null;
    }
}
