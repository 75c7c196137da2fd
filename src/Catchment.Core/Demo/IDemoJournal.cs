namespace Catchment.Core.Demo;

/// <summary>Takes down what a demo sent, item by item, so that it can be compared with what the node has.</summary>
public interface IDemoJournal
{
    /// <summary>Takes down an item, when it is known what became of it; any thread.</summary>
    /// <param name="item">The item.</param>
    void Note(DemoItem item);
}
