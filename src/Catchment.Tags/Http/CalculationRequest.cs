namespace Catchment.Tags.Http;

/// <summary>A calculation tag as it is registered. Source: <c>tags</c> 7.</summary>
/// <param name="Name">Its name, and the key of its point; not empty.</param>
/// <param name="Formula">Its formula; not empty.</param>
/// <param name="Variables">Which key each variable stands for; an empty key: none.</param>
/// <param name="DefaultValue">What its point begins with.</param>
/// <param name="Period">The least time between two evaluations in seconds.</param>
public sealed record CalculationRequest(string Name, string Formula, IReadOnlyDictionary<string, string> Variables, double DefaultValue, double Period);
