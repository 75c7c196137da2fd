using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;

namespace Catchment.Protocols.OpcUa.Server.Views;

/// <summary>A browsing and how far it has come. Source: OPC 10000-4, 5.8.2.</summary>
/// <param name="Node">Whose references are browsed.</param>
/// <param name="Direction">Which of them.</param>
/// <param name="Type">Of which type; null: of any.</param>
/// <param name="IncludeSubtypes">Or of a subtype of it.</param>
/// <param name="NodeClassMask">To nodes of which classes; none: of any.</param>
/// <param name="ResultMask">What is told of them.</param>
/// <param name="Max">How many in a response.</param>
/// <param name="IsInverse">Whether the references that go out are done, and it is at those that come in.</param>
/// <param name="After">The number of the last reference in its list.</param>
internal readonly record struct BrowsePoint(
    Node Node,
    BrowseDirection Direction,
    Node? Type,
    bool IncludeSubtypes,
    NodeClass NodeClassMask,
    BrowseResultMask ResultMask,
    int Max,
    bool IsInverse = false,
    long After = 0);
