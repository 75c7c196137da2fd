using System.Text;
using System.Text.RegularExpressions;
using Microsoft.Extensions.Logging;

namespace Catchment.Core.Diagnostics;

/// <summary>
/// Renders records in the form that a formatter of Python's <c>logging</c> describes (style <c>%</c>), one line each:
/// control characters of a record appear escaped, so no peer's text can pass for a record of its own. Fields that it does
/// not know, and conversions that do not suit their field, stay as they are written. What names a place in Python's source
/// (<c>module</c>, <c>filename</c>, <c>pathname</c>, <c>funcName</c>) is the logger's name, <c>lineno</c> is 0.
/// </summary>
public sealed partial class PythonLogFormat
{
    private const string Indent = "    ";

    private static readonly DateTime Started =
        TimeProvider.System.GetLocalNow().DateTime;

    private readonly string? _dateFormat;
    private readonly Piece[] _pieces;

    /// <summary>Takes a form of lines apart.</summary>
    /// <param name="format">For example <see cref="PythonLogging.UsualFormat"/>.</param>
    /// <param name="dateFormat">The form of <c>asctime</c> by <c>strftime</c>; null for <c>2024-05-01 07:32:12,856</c>.</param>
    public PythonLogFormat(string format, string? dateFormat)
    {
        ArgumentNullException.ThrowIfNull(format);
        _dateFormat = dateFormat;
        var pieces = new List<Piece>();
        var end = 0;
        foreach (Match match in Conversion().Matches(format))
        {
            if (match.Index > end) pieces.Add(new Piece(format[end..match.Index]));
            pieces.Add(match.ValueSpan is "%%" ? new Piece("%") : new Piece(
                match.Value,
                match.Groups["name"].Value,
                match.Groups["flags"].Value,
                match.Groups["width"] is { Length: > 0 } width ? int.Parse(width.ValueSpan) : 0,
                match.Groups["precision"] is { Length: > 0 } precision ? int.Parse(precision.ValueSpan) : null,
                match.Groups["type"].ValueSpan[0]));
            end = match.Index + match.Length;
        }

        if (end < format.Length) pieces.Add(new Piece(format[end..]));
        _pieces = [.. pieces];
    }

    /// <summary>Renders a record, without a line end.</summary>
    /// <param name="localTime">When it was made, in local time.</param>
    /// <param name="level">How severe it is.</param>
    /// <param name="logger">Name of its logger: the service.</param>
    /// <param name="message">Its text.</param>
    public string Render(DateTime localTime, LogLevel level, string logger, string message)
    {
        var line = new StringBuilder(64 + (message?.Length ?? 0));
        foreach (var piece in _pieces)
        {
            if (piece.Name is null || piece.Apply(Value(piece.Name, localTime, level, logger, message)) is not { } text) line.Append(piece.Written);
            else LogText.AppendOneLine(line, text);
        }

        return line.ToString();
    }

    /// <summary>Renders a record as it stands in a file: one line, and the lines of its exception behind it, each indented.</summary>
    internal string RenderLines(DateTime localTime, LogLevel level, string logger, string message, Exception? exception)
    {
        var text = new StringBuilder(Render(localTime, level, logger, message)).Append('\n');
        if (exception is not null) LogText.AppendLines(text, exception.ToString(), Indent);
        return text.ToString();
    }

    /// <summary>Seconds since 1970 of a local time.</summary>
    internal static double Epoch(DateTime localTime) =>
        (DateTime.SpecifyKind(localTime, DateTimeKind.Unspecified) - TimeZoneInfo.Local.GetUtcOffset(localTime) - DateTime.UnixEpoch).TotalSeconds;

    private object? Value(string name, DateTime time, LogLevel level, string logger, string? message) => name switch
    {
        "message" or "msg" => message ?? "",
        "asctime" => _dateFormat is null ? time.ToString("yyyy-MM-dd HH:mm:ss,fff") : PythonTimeFormat.Render(_dateFormat, time),
        "levelname" => PythonLogLevels.Name(level),
        "levelno" => (long)PythonLogLevels.Number(level),
        "name" or "module" or "filename" or "pathname" or "funcName" => logger,
        "lineno" => 0L,
        "process" => (long)Environment.ProcessId,
        "processName" => "MainProcess",
        "thread" => (long)Environment.CurrentManagedThreadId,
        "threadName" => Thread.CurrentThread.Name ?? "MainThread",
        "taskName" => "None",
        "created" => Epoch(time),
        "msecs" => (double)time.Millisecond,
        "relativeCreated" => (time - Started).TotalMilliseconds,
        _ => null,
    };

    [GeneratedRegex(
        @"%%|%\((?<name>[A-Za-z]{1,40})\)(?<flags>[-+ #0]{0,5})(?<width>[0-9]{0,3})(\.(?<precision>[0-9]{1,2}))?(?<type>[sdiufFraxXo])",
        RegexOptions.ExplicitCapture | RegexOptions.CultureInvariant,
        1000)]
    private static partial Regex Conversion();

    /// <summary>Text that stays, or one field with its conversion.</summary>
    private sealed record Piece(
        string Written, string? Name = null, string Flags = "", int Width = 0, int? Precision = null, char Type = 's')
    {
        /// <summary>The field's text; null for a field that is not known or does not suit the conversion.</summary>
        public string? Apply(object? value)
        {
            if (value is null) return null;
            var text = Type switch
            {
                's' or 'r' or 'a' => Cut(value switch
                {
                    double real => real.ToString("R") is var written && written.Contains('.', StringComparison.Ordinal) ? written : $"{real:0.0}",
                    string words when Type != 's' => Quoted(words),
                    _ => value.ToString() ?? "",
                }),
                'd' or 'i' or 'u' => value is string ? null : Signed(Convert.ToInt64(value is double real ? Math.Truncate(real) : value).ToString($"D{Precision ?? 1}")),
                'x' or 'X' => value is not long number ? null : Signed(InBase(number, Type == 'x' ? "x" : "X")),
                'o' => value is not long number ? null : Signed(InBase(number, "o")),
                _ => value is string ? null : Signed(Convert.ToDouble(value).ToString($"F{Precision ?? 6}")),
            };
            return text is null ? null : Pad(text, value is not string);
        }

        // As Python's repr(): in single quotes, unless there are only such within. What cannot be printed is escaped with the rest of the line.
        private static string Quoted(string words)
        {
            var quote = words.Contains('\'', StringComparison.Ordinal) && !words.Contains('"', StringComparison.Ordinal) ? '"' : '\'';
            var escaped = words.Replace(@"\", @"\\", StringComparison.Ordinal);
            return $"{quote}{(quote == '"' ? escaped : escaped.Replace("'", @"\'", StringComparison.Ordinal))}{quote}";
        }

        private string InBase(long number, string form)
        {
            var digits = form == "o" ? Convert.ToString(Math.Abs(number), 8) : Math.Abs(number).ToString(form);
            return (number < 0 ? "-" : "") + digits.PadLeft(Precision ?? 1, '0');
        }

        private string Cut(string text) => Precision is { } most && text.Length > most ? text[..most] : text;

        private string Signed(string number) => number[0] == '-' ? number
            : Flags.Contains('+', StringComparison.Ordinal) ? "+" + number
            : Flags.Contains(' ', StringComparison.Ordinal) ? " " + number
            : number;

        private string Pad(string text, bool isNumber)
        {
            if (Flags.Contains('-', StringComparison.Ordinal)) return text.PadRight(Width);
            if (!isNumber || Type is 's' or 'r' or 'a' || !Flags.Contains('0', StringComparison.Ordinal)) return text.PadLeft(Width);
            var sign = text[0] is '-' or '+' or ' ' ? 1 : 0;
            return text[..sign] + text[sign..].PadLeft(Width - sign, '0');
        }
    }
}
