using System.Globalization;
using Catchment.Commands.Events;
using Catchment.Files.Catalog;
using Catchment.Files.Tables;
using Catchment.Files.Verification;

namespace Catchment.Commands.Files;

/// <summary>How commands write files and events.</summary>
internal static class FileLines
{
    /// <summary>The status in a word.</summary>
    internal static string Status(FileEntry entry) => entry.Status is { } status ? FileStatusText.Of(status) : FileFilter.New;

    /// <summary>A file in a line.</summary>
    internal static string Text(FileEntry entry) => PagePrinter.Printable(string.Create(
        CultureInfo.InvariantCulture, $"{entry.File.Id,9}  {entry.File.AddedOn:yyyy-MM-dd HH:mm:ss}  {Status(entry),-8}  {entry.File.Size,12}  {entry.File.Path.Relative}"));

    /// <summary>A file for programs.</summary>
    internal static FileLine Line(FileEntry entry) => new(
        entry.File.Id, entry.File.Path.Relative, entry.File.Size, entry.File.Checksum, PagePrinter.Local(entry.File.AddedOn), Status(entry), entry.Since is { } since ? PagePrinter.Local(since) : null);

    /// <summary>An event in a line; a reason of several lines follows on further ones.</summary>
    internal static string Text(HistoryEvent e)
    {
        var duration = e.Duration is { } d ? string.Create(CultureInfo.InvariantCulture, $"{d.TotalSeconds:0.000} s") : "";
        var reason = e.Message is { } message ? string.Join(Environment.NewLine + "    ", message.ReplaceLineEndings("\n").Split('\n').Select(PagePrinter.Printable)) : "";
        return $"{e.Time.ToString("yyyy-MM-dd HH:mm:ss.ffffff", CultureInfo.InvariantCulture)}  {FileStatusText.Of(e.Status),-8}  {duration,10}  {PagePrinter.Printable(e.Version ?? "")}  {reason}".TrimEnd();
    }

    /// <summary>An event for programs.</summary>
    internal static FileEventLine Line(HistoryEvent e) => new(PagePrinter.Local(e.Time), FileStatusText.Of(e.Status), e.Version, e.Duration?.TotalSeconds, e.Message);

    /// <summary>How a file was found, in words.</summary>
    internal static string Words(FileCheckResult result) => result.Outcome switch
    {
        CheckOutcome.Same => "as it was",
        CheckOutcome.Missing => "missing",
        CheckOutcome.OtherSize => string.Create(CultureInfo.InvariantCulture, $"has {result.Size} bytes"),
        CheckOutcome.OtherContent => "has other content",
        _ => $"cannot be read: {PagePrinter.Printable(result.Reason ?? "")}",
    };

    /// <summary>A number of bytes for people.</summary>
    internal static string Bytes(double bytes)
    {
        string[] units = ["B", "kB", "MB", "GB", "TB", "PB"];
        var unit = 0;
        for (; bytes >= 1000 && unit < units.Length - 1; unit++)
            bytes /= 1000;
        return string.Create(CultureInfo.InvariantCulture, $"{bytes:0.##} {units[unit]}");
    }
}
