using Catchment.Core.Plugins;

namespace Catchment.Files.Ingester;

/// <summary>What is recorded of an attempt that failed. Source: <c>files</c> 5.5.</summary>
internal static class FailureText
{
    private const int MostCharacters = 64 * 1024;

    /// <summary>The innermost cause as <c>Type: Message</c>; only the type when there is no message; a plugin's own words as they are.</summary>
    public static string Of(Exception error)
    {
        while (error.InnerException is { } inner)
            error = inner;
        var message = MessageOf(error);
        var text = error is IngestFailureException && message.Length > 0 ? message
            : message.Length == 0 ? error.GetType().Name
            : $"{error.GetType().Name}: {message}";
        return text.Length > MostCharacters ? text[..MostCharacters] : text;
    }

    /// <summary>What is recorded of an attempt that took too long; what a program of the site had said by then stands behind it.</summary>
    public static string OfTimeOut(TimeSpan limit, Exception error) =>
        $"time-out: no end after {limit.TotalSeconds} s{(error.InnerException is IngestFailureException words ? $": {words.Message}" : "")}";

    private static string MessageOf(Exception error)
    {
        try
        {
            return error.Message?.Trim() ?? "";
        }
#pragma warning disable CA1031 // A foreign property on the thread of an attempt: its type has to do.
        catch (Exception)
#pragma warning restore CA1031
        {
            return "";
        }
    }
}
