using Catchment.Tags.Calculation;
using Catchment.Tags.Poller.Configuration;

namespace Catchment.Tags.Poller.Virtual;

/// <summary>The formulas of the polling service: operators only. Source: <c>tags</c> 9.4.</summary>
internal static class PolledFormula
{
    private static readonly string[] Operators = ["and", "or", "not", "nor", "nand", "xor", "xnor", "if", "else"];

    /// <summary>Reads a formula.</summary>
    /// <param name="text">The formula.</param>
    /// <param name="error">Why it is none; null: it is one.</param>
    internal static Formula? Parse(string text, out string? error)
    {
        error = Function(text) is { } name ? $"'{name}' is called, but the polling service has no functions" : null;
        if (error is not null)
            return null;
        try
        {
            return Formula.Parse(text, PolledCalculation.Variables);
        }
        catch (FormulaException e)
        {
            error = e.Message;
            return null;
        }
    }

    /// <summary>The first name that stands before a parenthesis and is no operator; null: none does.</summary>
    private static string? Function(string text)
    {
        for (var open = text.IndexOf('('); open >= 0; open = text.IndexOf('(', open + 1))
        {
            var before = text.AsSpan(0, open).TrimEnd();
            var start = before.Length;
            while (start > 0 && (char.IsLetterOrDigit(before[start - 1]) || before[start - 1] == '_'))
                start--;
            var word = before[start..].ToString();
            if (word.Length > 0 && char.IsLetter(word[0]) && !Operators.Contains(word, StringComparer.Ordinal))
                return word;
        }

        return null;
    }
}
