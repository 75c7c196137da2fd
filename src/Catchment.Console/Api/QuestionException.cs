using Microsoft.AspNetCore.Http;

namespace Catchment.WebConsole.Api;

/// <summary>A parameter is not as it must be.</summary>
internal sealed class QuestionException(string parameter, string found, string allowed)
    : Exception($"The parameter '{parameter}' is '{found}'; allowed is {allowed}.")
{
    private const int LongestEcho = 100;

    /// <summary>The answer.</summary>
    public ApiProblem Problem => new(
        "Bad Request",
        StatusCodes.Status400BadRequest,
        $"The parameter '{Short(parameter)}' is '{Short(found)}'; allowed is {allowed}.",
        Short(parameter),
        Short(found),
        allowed);

    private static string Short(string text) => text.Length <= LongestEcho ? text : text[..LongestEcho] + "…";
}
