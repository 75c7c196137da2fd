namespace Catchment.Doctor;

/// <summary>Looks at one side of a node and of the machine that it runs on, and changes nothing.</summary>
internal interface ICheck
{
    /// <summary>What it looks at, in a word.</summary>
    string Area { get; }

    /// <summary>Looks.</summary>
    /// <param name="node">The node.</param>
    /// <param name="cancellation">Gives up.</param>
    IAsyncEnumerable<Finding> LookAsync(ExaminedNode node, CancellationToken cancellation);
}
