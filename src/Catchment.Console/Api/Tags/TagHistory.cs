namespace Catchment.WebConsole.Api.Tags;

/// <summary>A tag's past, as far as it is kept.</summary>
/// <param name="Key">Its key.</param>
/// <param name="From">The begin, in Unix seconds.</param>
/// <param name="To">The end.</param>
/// <param name="Width">The width of a bucket in seconds.</param>
/// <param name="Buckets">Those that have a number, oldest first.</param>
/// <param name="Entries">How many writes there were.</param>
/// <param name="Newest">The last writes, newest first.</param>
public sealed record TagHistory(string Key, double From, double To, double Width, IReadOnlyList<TagBucketItem> Buckets, int Entries, IReadOnlyList<TagWriteItem> Newest);
