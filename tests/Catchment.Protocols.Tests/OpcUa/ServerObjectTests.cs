using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;

namespace Catchment.Protocols.Tests.OpcUa;

public sealed class ServerObjectTests
{
    private readonly SampleSpace _sample = new();
    private readonly ServerObject _server;

    public ServerObjectTests() => _server = new ServerObject(_sample.Space, Facts, _sample.Time);

    internal static ServerFacts Facts { get; } = new()
    {
        ApplicationUri = "urn:test",
        BuildInfo = new BuildInfo { ProductName = "Test", ProductUri = "urn:product", ManufacturerName = "Somebody", SoftwareVersion = "1.2", BuildNumber = "3", BuildDate = new DateTime(2026, 1, 1, 0, 0, 0, DateTimeKind.Utc) },
        MaxSessions = 50,
    };

    [Fact]
    public void Every_variable_of_the_server_has_a_value_of_its_type()
    {
        Queue<Node> open = new([_sample.Space.Find(StandardIds.Server)!]);
        List<string?> without = [];
        var seen = 0;
        while (open.TryDequeue(out var node))
        {
            foreach (var reference in NodeSpace.ReferencesOf(node).Where(r => r.IsForward && _sample.Space.IsSubtype(r.Type.Id, StandardIds.HierarchicalReferences)))
                open.Enqueue(reference.Target);
            if (node is not VariableNode variable)
                continue;
            var value = variable.Read();
            if (value.Status.IsBad)
            {
                value.Status.ShouldBe(StatusCodes.BadNotReadable, node.BrowseName.Name);
                without.Add(node.BrowseName.Name);
                continue;
            }

            var whole = value.Value;
            Catchment.Protocols.OpcUa.Server.Attributes.ValueCheck.Check(_sample.Space, variable, ref whole).ShouldBe(StatusCodes.Good, node.BrowseName.Name);
            value.SourceTimestamp.ShouldNotBeNull(node.BrowseName.Name);
            seen++;
        }

        seen.ShouldBeGreaterThan(40);
        without.Count.ShouldBe(16); // diagnostics, which are off
        without.ShouldContain("ServerDiagnosticsSummary");
    }

    [Fact]
    public void The_status_follows_the_server()
    {
        var start = _sample.Now;
        Value(2259).ShouldBe((int)ServerState.Running);
        _sample.Time.Advance(TimeSpan.FromSeconds(5));
        Value(2257).ShouldBe(start);
        Value(2258).ShouldBe(_sample.Now);
        Status().ShouldBe(new ServerStatusDataType { StartTime = start, CurrentTime = _sample.Now, State = ServerState.Running, BuildInfo = Facts.BuildInfo });
        _server.TellShutdown(3, new LocalizedText("maintenance"));
        _server.State.ShouldBe(ServerState.Shutdown);
        Value(2259).ShouldBe((int)ServerState.Shutdown);
        Value(2992).ShouldBe(3u);
        Value(2993).ShouldBe(new LocalizedText("maintenance"));
        Status().ShouldBe(new ServerStatusDataType
        {
            StartTime = start,
            CurrentTime = _sample.Now,
            State = ServerState.Shutdown,
            BuildInfo = Facts.BuildInfo,
            SecondsTillShutdown = 3,
            ShutdownReason = new LocalizedText("maintenance"),
        });
    }

    [Fact]
    public void Limits_are_told()
    {
        Value(2254).ShouldBe(new[] { "urn:test" });
        Value(11705).ShouldBe((uint)Facts.OperationLimits.MaxNodesPerRead);
        Value(11710).ShouldBe((uint)Facts.OperationLimits.MaxNodesPerBrowse);
        Value(2735).ShouldBe((ushort)Facts.OperationLimits.MaxBrowseContinuationPoints);
        Value(24095).ShouldBe(50u);
        Value(11709).ShouldBe((uint)Facts.OperationLimits.MaxNodesPerMethodCall);
        Value(12165).ShouldBe((uint)Facts.OperationLimits.MaxNodesPerHistoryRead);
        Value(2737).ShouldBe((ushort)Facts.OperationLimits.MaxHistoryContinuationPoints);
        Value(11273).ShouldBe((uint)Facts.OperationLimits.MaxHistoryValuesPerNode);
        (Value(11193), Value(11196), Value(11242)).ShouldBe((true, false, false));
        ((string[])Value(2269)!).ShouldContain("http://opcfoundation.org/UA-Profile/Server/EmbeddedUA2017");
        Value(2272).ShouldBe(50.0);
        Value(2264).ShouldBe("1.2");
    }

    private object? Value(uint id) => ((VariableNode)_sample.Space.Find(new NodeId(id))!).Read().Value.ToObject();

    private IUaStructure? Status() => ((ExtensionObject)Value(2256)!).Structure;
}
