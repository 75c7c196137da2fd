namespace Catchment.WebConsole.Api.Tags;

/// <summary>How the live store is.</summary>
/// <param name="Tags">How many tags there are.</param>
/// <param name="Good">How many of them are GOOD.</param>
/// <param name="Uncertain">How many are UNCERTAIN.</param>
/// <param name="Bad">How many are BAD.</param>
/// <param name="Writes">Writes since the start.</param>
/// <param name="HistoryEntries">Past writes that are kept.</param>
/// <param name="HistoryBytes">The memory that they take.</param>
public sealed record GatewayStoreItem(int Tags, int Good, int Uncertain, int Bad, long Writes, long HistoryEntries, long HistoryBytes);
