using System.Buffers;
using Catchment.Tags.Store;

namespace Catchment.Tags.Ipc;

/// <summary>A piece of a list of updates, in memory that is lent for one request.</summary>
/// <param name="limit">How many updates it takes, 1 or more.</param>
internal sealed class IpcBulk(int limit) : IDisposable
{
    private readonly IpcBulkItem[] _items = ArrayPool<IpcBulkItem>.Shared.Rent(limit);
    private readonly TagUpdate[] _updates = ArrayPool<TagUpdate>.Shared.Rent(limit);
    private readonly WriteResult[] _results = ArrayPool<WriteResult>.Shared.Rent(limit);
    private int _count;

    /// <summary>It has no room for more.</summary>
    internal bool IsFull => _count == limit;

    /// <summary>The updates as they stand in the list.</summary>
    internal ReadOnlySpan<IpcBulkItem> Items => _items.AsSpan(0, _count);

    /// <summary>What is to be written; nothing where an item has an error.</summary>
    internal ReadOnlySpan<TagUpdate> Updates => _updates.AsSpan(0, _count);

    /// <summary>What became of it.</summary>
    internal Span<WriteResult> Results => _results.AsSpan(0, _count);

    internal void Add(in IpcBulkItem item, in TagUpdate update)
    {
        _items[_count] = item;
        _updates[_count] = update;
        _results[_count++] = default;
    }

    internal void Clear()
    {
        _items.AsSpan(0, _count).Clear();
        _updates.AsSpan(0, _count).Clear();
        _count = 0;
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        Clear();
        ArrayPool<IpcBulkItem>.Shared.Return(_items);
        ArrayPool<TagUpdate>.Shared.Return(_updates);
        ArrayPool<WriteResult>.Shared.Return(_results);
    }
}
