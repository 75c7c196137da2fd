using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server.Views;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>Whatever a client asks of the nodes: each operation has its result, and nothing but the documented exception comes out.</summary>
public sealed class NodeServicesFuzzTests
{
    private const int MaxOperations = 12;
    private static readonly string?[] Ranges = [null, "", "0", "1:2", "0:1,0:1", "5:9", "2:1", "x", ",", "0:4294967295", "-1", "0,0,0"];
    private static readonly QualifiedName[] Names = [default, new(""), new("Default Binary"), new("Default XML"), new("Objects"), new("Server"), SampleSpace.Name("M7"), SampleSpace.Name("Folder")];
    private readonly SampleSpace _sample = new(new OpcUaOperationLimits { MaxNodesPerRead = MaxOperations - 1, MaxNodesPerBrowse = MaxOperations - 1, MaxNodesPerWrite = MaxOperations - 1, MaxBrowseContinuationPoints = 5, MaxReferencesPerResponse = 500 });
    private readonly Random _random = new(20_260_301);
    private readonly NodeId[] _nodes;

    public NodeServicesFuzzTests()
    {
        uint[] dataTypes = [1, 3, 6, 11, 12, 13, 15, 22, 24, 26, 29, 884];
        for (var i = 0; i < 60; i++)
        {
            _sample.Add(new MemoryNode($"M{i}", dataTypes[i % dataTypes.Length], default)
            {
                ValueRank = (i % 6) - 3,
                AccessLevel = (AccessLevels)_random.Next(128) | AccessLevels.CurrentWrite,
                ArrayDimensions = i % 7 == 0 ? [2, 2] : null,
            });
        }

        _nodes = [.. _sample.Space.Nodes.Select(n => n.Id), default, new NodeId(99_999), new NodeId("none", 7), new NodeId(Guid.Empty, 2), new NodeId([1, 2], 2)];
    }

    [Fact]
    public void Whatever_is_asked_is_answered()
    {
        RegisterService register = new(new OpcUaOperationLimits { MaxNodesPerRegisterNodes = MaxOperations - 1 });
        List<byte[]?> points = [null, [1], new byte[8]];
        var answered = new int[6];
        for (var round = 0; round < Fuzzing.Rounds(3_000, 200_000); round++)
        {
            try
            {
                var kind = _random.Next(6);
                var (asked, results) = kind switch
                {
                    0 => Read(),
                    1 => Write(),
                    2 => Browse(points),
                    3 => BrowseNext(points),
                    4 => Translate(),
                    _ => Register(register),
                };
                results.ShouldBe(asked);
                answered[kind]++;
            }
            catch (OpcUaException e)
            {
                e.Status.IsBad.ShouldBeTrue();
            }

            _sample.Session.BrowsePoints.Count.ShouldBeLessThanOrEqualTo(5);
        }

        answered.ShouldAllBe(a => a > 0);
    }

    private (int Asked, int Results) Read()
    {
        ReadRequest request = new()
        {
            MaxAge = _random.Next(50) == 0 ? -1 : _random.NextDouble(),
            TimestampsToReturn = (TimestampsToReturn)_random.Next(-1, 60),
            NodesToRead = Some(() => new ReadValueId { NodeId = Any(_nodes), AttributeId = (uint)_random.Next(30), IndexRange = Any(Ranges), DataEncoding = _random.Next(3) == 0 ? Any(Names) : default }),
        };
        if ((int)request.TimestampsToReturn > 3)
            request = request with { TimestampsToReturn = TimestampsToReturn.Both };
        return (request.NodesToRead.Length, _sample.Reader.Read(_sample.Session, request).Results.Length);
    }

    private (int Asked, int Results) Write()
    {
        WriteRequest request = new()
        {
            NodesToWrite = Some(() => new WriteValue
            {
                NodeId = _random.Next(4) == 0 ? Any(_nodes) : SampleSpace.Id($"M{_random.Next(60)}"),
                AttributeId = _random.Next(5) == 0 ? (uint)_random.Next(30) : AttributeIds.Value,
                IndexRange = _random.Next(2) == 0 ? Any(Ranges) : null,
                Value = new DataValue(Value(), _random.Next(4) == 0 ? StatusCodes.Bad : default, _random.Next(4) == 0 ? _sample.Now : null, _random.Next(9) == 0 ? _sample.Now : null),
            }),
        };
        return (request.NodesToWrite.Length, _sample.Writer.Write(_sample.Session, request).Results.Length);
    }

    private (int Asked, int Results) Browse(List<byte[]?> points)
    {
        BrowseRequest request = new()
        {
            View = new ViewDescription { ViewId = _random.Next(20) == 0 ? Any(_nodes) : default },
            RequestedMaxReferencesPerNode = (uint)_random.Next(5),
            NodesToBrowse = Some(() => new BrowseDescription
            {
                NodeId = Any(_nodes),
                BrowseDirection = (BrowseDirection)_random.Next(-1, 4),
                ReferenceTypeId = _random.Next(2) == 0 ? default : new NodeId((uint)_random.Next(30, 60)),
                IncludeSubtypes = _random.Next(2) == 0,
                NodeClassMask = (NodeClass)_random.Next(512),
                ResultMask = (BrowseResultMask)_random.Next(128),
            }),
        };
        var results = _sample.Browser.Browse(_sample.Session, request).Results;
        Keep(points, results);
        return (request.NodesToBrowse.Length, results.Length);
    }

    private (int Asked, int Results) BrowseNext(List<byte[]?> points)
    {
        BrowseNextRequest request = new() { ReleaseContinuationPoints = _random.Next(5) == 0, ContinuationPoints = Some(() => points[_random.Next(points.Count)]) };
        var results = _sample.Browser.BrowseNext(_sample.Session, request).Results;
        Keep(points, results);
        return (request.ContinuationPoints.Length, results.Length);
    }

    private (int Asked, int Results) Translate()
    {
        TranslateBrowsePathsToNodeIdsRequest request = new()
        {
            BrowsePaths = Some(() => new BrowsePath
            {
                StartingNode = Any(_nodes),
                RelativePath = new RelativePath
                {
                    Elements = Some(() => new RelativePathElement
                    {
                        ReferenceTypeId = _random.Next(2) == 0 ? default : new NodeId((uint)_random.Next(30, 60)),
                        IsInverse = _random.Next(3) == 0,
                        IncludeSubtypes = _random.Next(2) == 0,
                        TargetName = Any(Names),
                    }),
                },
            }),
        };
        return (request.BrowsePaths.Length, _sample.Translator.Translate(request).Results.Length);
    }

    private (int Asked, int Results) Register(RegisterService register)
    {
        RegisterNodesRequest request = new() { NodesToRegister = Some(() => Any(_nodes)) };
        return (request.NodesToRegister.Length, register.Register(request).RegisteredNodeIds.Length);
    }

    private static void Keep(List<byte[]?> points, BrowseResult[] results)
    {
        if (points.Count > 50)
            points.RemoveRange(3, 40);
        points.AddRange(results.Select(r => r.ContinuationPoint).Where(p => p is not null));
    }

    private Variant Value() => _random.Next(14) switch
    {
        0 => default,
        1 => new Variant(true),
        2 => new Variant(_random.Next()),
        3 => new Variant(_random.NextDouble()),
        4 => new Variant("text"),
        5 => new Variant((string?)null),
        6 => new Variant(new byte[] { 1, 2, 3 }),
        7 => new Variant((byte[]?)null),
        8 => Variant.OfArray(BuiltInType.Int32, new int[_random.Next(4)]),
        9 => Variant.OfArray(BuiltInType.Double, new double[4], [2, 2]),
        10 => Variant.OfArray(BuiltInType.String, new[] { "one", null, "" }),
        11 => Variant.OfArray(BuiltInType.ExtensionObject, new ExtensionObject?[] { null, new(new NodeId(886), [1, 2]) }),
        12 => new Variant(new Catchment.Protocols.OpcUa.Range { Low = 1, High = 2 }),
        _ => Variant.OfArray(BuiltInType.Variant, new Variant[] { default, new(1) }),
    };

    private T Any<T>(T[] of) => of[_random.Next(of.Length)];

    private T[] Some<T>(Func<T> one) => [.. Enumerable.Range(0, _random.Next(MaxOperations + 1)).Select(_ => one())];
}
