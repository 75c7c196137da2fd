namespace Catchment.Files.Catalog;

/// <summary>A question about files cannot be answered. The message is for the person who asked.</summary>
public sealed class FileCatalogException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="isQuestion">The question is at fault, not the database.</param>
    /// <param name="inner">The database's own error.</param>
    public FileCatalogException(string message, bool isQuestion, Exception? inner = null)
        : base(message, inner) => IsQuestion = isQuestion;

    /// <summary>The question is at fault; the database is well.</summary>
    public bool IsQuestion { get; }
}
