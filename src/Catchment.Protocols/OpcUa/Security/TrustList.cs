namespace Catchment.Protocols.OpcUa.Security;

/// <summary>Whom an application trusts, at one moment.</summary>
/// <param name="Trusted">Applications and authorities that are trusted.</param>
/// <param name="Issuers">Authorities that are not trusted themselves but complete a chain to one that is.</param>
/// <param name="RevocationLists">The lists of all of them.</param>
internal sealed record TrustList(
    IReadOnlyList<StoredItem<Certificate>> Trusted,
    IReadOnlyList<StoredItem<Certificate>> Issuers,
    IReadOnlyList<StoredItem<RevocationList>> RevocationLists);
