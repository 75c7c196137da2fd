namespace Catchment.Files.Tables;

/// <summary>The words of the column <c>status</c>. Source: <c>files</c> 3.4.</summary>
public static class FileStatusText
{
    private static readonly string[] Words = ["UNTRIED", "RERUN", "PENDING", "SUCCESS", "FAILURE", "UNKNOWN", "IGNORED", "INVALID", "BACKFILL"];

    /// <summary>Every word, in the order of the enumeration type.</summary>
    public static IReadOnlyList<string> All => Words;

    /// <summary>The word of a status.</summary>
    /// <param name="status">The status.</param>
    public static string Of(FileStatus status) => Words[(int)status];

    /// <summary>The status of a word; case matters.</summary>
    /// <param name="word">What stands in the column, or in a configuration.</param>
    /// <returns>Null: it is none.</returns>
    public static FileStatus? Parse(string? word) => Array.IndexOf(Words, word) is var i and >= 0 ? (FileStatus)i : null;
}
