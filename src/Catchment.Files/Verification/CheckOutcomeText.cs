namespace Catchment.Files.Verification;

/// <summary>How a file was found, in words for programs.</summary>
public static class CheckOutcomeText
{
    /// <summary>The word of an outcome.</summary>
    /// <param name="outcome">The outcome.</param>
    public static string Of(CheckOutcome outcome) => outcome switch
    {
        CheckOutcome.Same => "same",
        CheckOutcome.Missing => "missing",
        CheckOutcome.OtherSize => "other_size",
        CheckOutcome.OtherContent => "other_content",
        _ => "unreadable",
    };
}
