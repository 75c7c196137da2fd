namespace Catchment.Tags.Sync;

/// <summary>Learns what keeps the sync from its work.</summary>
public interface ISyncCondition
{
    /// <summary>Trouble begins, or goes on.</summary>
    /// <param name="key"><c>polling</c>, <c>gateway</c> or <c>buffer</c>.</param>
    /// <param name="reason">One sentence: what is wrong and what to do.</param>
    void Degrade(string key, string reason);

    /// <summary>Trouble has ended, if there was any.</summary>
    /// <param name="key">The same key.</param>
    void Recover(string key);
}
