namespace Catchment.Protocols.OpcUa.Client.Sessions;

/// <summary>Splits operations into requests that the server takes.</summary>
internal static class Batches
{
    /// <summary>Asks for all items, in as many requests as it needs; a request that is too large for either end is halved.</summary>
    /// <param name="items">What is asked for.</param>
    /// <param name="limit">How many the server takes at once; 0: it does not say.</param>
    /// <param name="most">How many the client asks at once.</param>
    /// <param name="ask">One request; answers with as many results as items.</param>
    /// <returns>A result for each item, in their order.</returns>
    /// <exception cref="OpcUaException">A request failed; BadUnknownResponse: there were more or fewer results than items.</exception>
    public static async Task<TResult[]> AskAsync<TItem, TResult>(IReadOnlyList<TItem> items, uint limit, int most, Func<TItem[], Task<TResult[]>> ask)
    {
        var size = Math.Max(1, limit == 0 ? most : (int)Math.Min(limit, (uint)most));
        var all = new TResult[items.Count];
        for (var begin = 0; begin < items.Count;)
        {
            var batch = new TItem[Math.Min(size, items.Count - begin)];
            for (var i = 0; i < batch.Length; i++)
                batch[i] = items[begin + i];
            TResult[] results;
            try
            {
                results = await ask(batch);
            }
            catch (OpcUaException e) when (batch.Length > 1 && IsTooLarge(e.Status))
            {
                size = batch.Length / 2;
                continue;
            }

            if (results.Length != batch.Length)
                throw new OpcUaException(StatusCodes.BadUnknownResponse, $"The server gave {results.Length} results for {batch.Length} operations.");
            results.CopyTo(all, begin);
            begin += batch.Length;
        }

        return all;
    }

    private static bool IsTooLarge(StatusCode status) =>
        status == StatusCodes.BadTooManyOperations
        || status == StatusCodes.BadRequestTooLarge
        || status == StatusCodes.BadResponseTooLarge
        || status == StatusCodes.BadEncodingLimitsExceeded;
}
