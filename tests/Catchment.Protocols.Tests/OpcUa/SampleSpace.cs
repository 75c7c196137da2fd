using Catchment.Protocols.OpcUa;
using Catchment.Protocols.OpcUa.Nodes;
using Catchment.Protocols.OpcUa.Server;
using Catchment.Protocols.OpcUa.Server.Attributes;
using Catchment.Protocols.OpcUa.Server.Views;

namespace Catchment.Protocols.Tests.OpcUa;

/// <summary>A space with a folder of our own, and the services for one session.</summary>
internal sealed class SampleSpace
{
    public const ushort Own = 2;

    public SampleSpace(OpcUaOperationLimits? limits = null)
    {
        limits ??= new OpcUaOperationLimits();
        Space = new NodeSpace("urn:test", Time);
        Space.AddNamespace("urn:own").ShouldBe(Own);
        Folder = new ObjectNode(Id("Folder"), Name("Folder"));
        Space.Add(Folder, StandardIds.ObjectsFolder, StandardIds.Organizes, StandardIds.FolderType);
        Browser = new BrowseService(Space, limits);
        Translator = new TranslateService(Space, limits);
        Reader = new ReadService(Space, limits, Time);
        Writer = new WriteService(Space, limits);
    }

    public ManualTime Time { get; } = new();

    public DateTime Now => Time.GetUtcNow().UtcDateTime;

    public NodeSpace Space { get; }

    public ObjectNode Folder { get; }

    public ServerSession Session { get; } = new(new NodeId(1, Own), "test");

    public BrowseService Browser { get; }

    public TranslateService Translator { get; }

    public ReadService Reader { get; }

    public WriteService Writer { get; }

    public static NodeId Id(string name) => new(name, Own);

    public static QualifiedName Name(string name) => new(name, Own);

    /// <summary>Adds a variable of Double to the folder.</summary>
    public ValueNode Add(string name)
    {
        ValueNode node = new(Id(name), Name(name), new NodeId(11));
        Space.Add(node, Folder.Id, StandardIds.HasComponent);
        return node;
    }

    /// <summary>Adds a variable to the folder that keeps what is written.</summary>
    /// <param name="node">The variable.</param>
    public MemoryNode Add(MemoryNode node)
    {
        Space.Add(node, Folder.Id, StandardIds.HasComponent);
        return node;
    }

    /// <summary>A call that fails as a whole.</summary>
    public static void Refused(Action call, StatusCode status) => Should.Throw<OpcUaException>(call).Status.ShouldBe(status);
}
