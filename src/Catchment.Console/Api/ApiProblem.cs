namespace Catchment.WebConsole.Api;

/// <summary>Why a request was not answered, as <c>application/problem+json</c>.</summary>
/// <param name="Title">What the status code means.</param>
/// <param name="Status">The status code.</param>
/// <param name="Detail">What is wrong and what to do.</param>
/// <param name="Parameter">The parameter at fault; null: none.</param>
/// <param name="Found">What was found there.</param>
/// <param name="Allowed">What is allowed there.</param>
/// <remarks>Source: RFC 9457.</remarks>
public sealed record ApiProblem(
    string Title,
    int Status,
    string Detail,
    string? Parameter = null,
    string? Found = null,
    string? Allowed = null);
