using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Messages;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Server.Attributes;
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
    private readonly HistoryService _histories;
    private readonly CallService _calls;

    public NodeServicesFuzzTests()
    {
        _histories = new HistoryService(_sample.Space, new OpcUaOperationLimits { MaxNodesPerHistoryRead = MaxOperations - 1, MaxHistoryContinuationPoints = 5, MaxHistoryValuesPerNode = 3 }, new OpcUaLimits());
        _calls = new CallService(_sample.Space, new OpcUaOperationLimits { MaxNodesPerMethodCall = MaxOperations - 1 });
        Recording recording = new();
        for (var i = 0; i < 20; i++)
            recording.Values.Add(new DataValue(Value(), default, _sample.Now.AddSeconds(i / 3)));
        uint[] dataTypes = [1, 3, 6, 11, 12, 13, 15, 22, 24, 26, 29, 884];
        for (var i = 0; i < 60; i++)
        {
            _sample.Add(new MemoryNode($"M{i}", dataTypes[i % dataTypes.Length], default)
            {
                ValueRank = (i % 6) - 3,
                AccessLevel = (AccessLevels)_random.Next(128) | AccessLevels.CurrentWrite,
                ArrayDimensions = i % 7 == 0 ? [2, 2] : null,
                History = i % 3 == 0 ? null : recording,
            });
        }

        _nodes = [.. _sample.Space.Nodes.Select(n => n.Id), default, new NodeId(99_999), new NodeId("none", 7), new NodeId(Guid.Empty, 2), new NodeId([1, 2], 2)];
    }

    [Fact]
    public void Whatever_is_asked_is_answered()
    {
        RegisterService register = new(new OpcUaOperationLimits { MaxNodesPerRegisterNodes = MaxOperations - 1 });
        List<byte[]?> points = [null, [1], new byte[8]];
        var answered = new int[8];
        for (var round = 0; round < Fuzzing.Rounds(3_000, 200_000); round++)
        {
            try
            {
                var kind = _random.Next(8);
                var (asked, results) = kind switch
                {
                    0 => Read(),
                    1 => Write(),
                    2 => Browse(points),
                    3 => BrowseNext(points),
                    4 => Translate(),
                    5 => Register(register),
                    6 => ReadHistory(points),
                    _ => Call(),
                };
                results.ShouldBe(asked);
                answered[kind]++;
            }
            catch (OpcUaException e)
            {
                e.Status.IsBad.ShouldBeTrue();
            }

            _sample.Session.BrowsePoints.Count.ShouldBeLessThanOrEqualTo(5);
            _sample.Session.HistoryPoints.Count.ShouldBeLessThanOrEqualTo(5);
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

    private (int Asked, int Results) ReadHistory(List<byte[]?> points)
    {
        HistoryReadRequest request = new()
        {
            TimestampsToReturn = (TimestampsToReturn)_random.Next(4),
            ReleaseContinuationPoints = _random.Next(9) == 0,
            HistoryReadDetails = _random.Next(9) switch
            {
                0 => null,
                1 => new ExtensionObject(new ReadAtTimeDetails()),
                _ => new ExtensionObject(new ReadRawModifiedDetails
                {
                    IsReadModified = _random.Next(20) == 0,
                    StartTime = Time(),
                    EndTime = Time(),
                    NumValuesPerNode = (uint)(_random.Next(3) == 0 ? _random.Next() : _random.Next(5)),
                    ReturnBounds = _random.Next(2) == 0,
                }),
            },
            NodesToRead = Some(() => new HistoryReadValueId
            {
                NodeId = _random.Next(3) == 0 ? Any(_nodes) : SampleSpace.Id($"M{_random.Next(60)}"),
                IndexRange = _random.Next(4) == 0 ? Any(Ranges) : null,
                DataEncoding = _random.Next(9) == 0 ? Any(Names) : default,
                ContinuationPoint = _random.Next(3) == 0 ? points[_random.Next(points.Count)] : null,
            }),
        };
        var results = _histories.Read(_sample.Session, request).Results;
        points.AddRange(results.Select(r => r.ContinuationPoint).Where(p => p is not null));
        return (request.NodesToRead.Length, results.Length);
    }

    private DateTime Time() => _random.Next(5) switch
    {
        0 => default,
        1 => new DateTime(DateTime.MaxValue.Ticks, DateTimeKind.Utc),
        2 => new DateTime(_random.NextInt64(DateTime.MaxValue.Ticks), DateTimeKind.Utc),
        _ => _sample.Now.AddSeconds(_random.Next(-5, 25)),
    };

    private (int Asked, int Results) Call()
    {
        NodeId[] known = [StandardIds.Server, new(2004), new(11489), new(11492), new(12873)];
        CallRequest request = new()
        {
            MethodsToCall = Some(() => new CallMethodRequest
            {
                ObjectId = _random.Next(3) == 0 ? Any(_nodes) : Any(known),
                MethodId = _random.Next(3) == 0 ? Any(_nodes) : Any(known),
                InputArguments = Enumerable.Range(0, _random.Next(3)).Select(_ => Value()).ToArray(),
            }),
        };
        return (request.MethodsToCall.Length, _calls.Call(_sample.Session, request).Results.Length);
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
