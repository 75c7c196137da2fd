namespace Catchment.Soak.Audits;

/// <summary>What the comparison of sent items with found ones gave.</summary>
/// <param name="Subject">What was compared.</param>
/// <param name="Sent">Items that were sent.</param>
/// <param name="Acknowledged">Of these, items that have to be there.</param>
/// <param name="Found">Items that are there.</param>
public sealed record AuditResult(string Subject, int Sent, int Acknowledged, int Found)
{
    /// <summary>Items that have to be there, and are not.</summary>
    public IReadOnlyList<string> Missing { get; init; } = [];

    /// <summary>Items that are there more often than they were sent, or that nobody sent, or that ought to be gone.</summary>
    public IReadOnlyList<string> Twice { get; init; } = [];

    /// <summary>What is worth telling and no fault.</summary>
    public string? Note { get; init; }

    /// <summary>Whether nothing is missing, and nothing is there twice.</summary>
    public bool IsClean => Missing.Count == 0 && Twice.Count == 0;
}
