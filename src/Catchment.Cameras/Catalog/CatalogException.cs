namespace Catchment.Cameras.Catalog;

/// <summary>A question cannot be answered: its cursor or limits are no such, or the database is away. The message is for the person who asked.</summary>
public sealed class CatalogException : Exception
{
    /// <summary>Makes one.</summary>
    /// <param name="message">What is wrong and what to do.</param>
    /// <param name="isQuestion">The question is at fault, not the database.</param>
    /// <param name="inner">The database's own error.</param>
    public CatalogException(string message, bool isQuestion, Exception? inner = null)
        : base(message, inner) => IsQuestion = isQuestion;

    /// <summary>The question is at fault; the database is well.</summary>
    public bool IsQuestion { get; }
}
