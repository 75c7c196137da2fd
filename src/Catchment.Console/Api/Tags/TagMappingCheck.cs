namespace Catchment.WebConsole.Api.Tags;

/// <summary>Whether a mapping could be set.</summary>
/// <param name="IsPossible">It could.</param>
/// <param name="Detail">Why it cannot, in the words of the gateway's HTTP API.</param>
/// <param name="Parameter">The member that is to be changed; left out: none alone.</param>
/// <param name="Warnings">What is taken as it is although no server knows it.</param>
/// <param name="IsRegistered">The key is registered.</param>
/// <param name="Replaces">The key of the mapping in whose place it would come; left out: none.</param>
public sealed record TagMappingCheck(bool IsPossible, string? Detail, string? Parameter, IReadOnlyList<string> Warnings, bool IsRegistered, string? Replaces);
