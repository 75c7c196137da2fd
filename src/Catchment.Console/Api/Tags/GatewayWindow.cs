using Catchment.Tags.Board;
using Catchment.Tags.Mappings;
using Catchment.Tags.Store;
using Microsoft.AspNetCore.Http;

namespace Catchment.WebConsole.Api.Tags;

/// <summary>What all routes of tags look through: the gateway that runs, and what is kept for it.</summary>
internal sealed class GatewayWindow(TagParts parts)
{
    /// <summary>What the description tells of a gateway that does not run.</summary>
    public const string Away = "The gateway does not run, or what was to be changed could not be made durable; 'detail' says which.";

    /// <summary>What is told of a key that is not registered.</summary>
    public const string NoTag = "There is no tag with this key.";

    private readonly Lock _gate = new();
    private RunningGateway? _known;
    private TagBoard? _board;
    private MappingDesk? _mappings;

    /// <summary>What the console may do.</summary>
    public TagParts Parts => parts;

    /// <summary>The gateway that runs.</summary>
    /// <exception cref="IOException">None does.</exception>
    public RunningGateway Running => parts.Gateway.Running ?? throw new IOException("The gateway does not run now.");

    /// <summary>Now, in Unix seconds.</summary>
    public double Now => (parts.Time.GetUtcNow() - DateTimeOffset.UnixEpoch).TotalSeconds;

    /// <summary>The lists of the running gateway's tags.</summary>
    /// <exception cref="IOException">None runs.</exception>
    public TagBoard Board => Of(Running).Board;

    /// <summary>The mappings of the running gateway.</summary>
    /// <exception cref="IOException">None runs.</exception>
    public MappingDesk Mappings => Of(Running).Mappings;

    /// <summary>The tag that a request names; null: there is none, and that is answered.</summary>
    public async Task<DataPoint?> FindAsync(HttpContext context, Question question)
    {
        string key = question.Text("key", TagStore.MaxKeyLength) is { Length: > 0 } text ? text : throw new QuestionException("key", "nothing", "a tag's key");
        if (Running.Model.Store.TryGet(key, out DataPoint? point))
            return point;
        await ApiAnswer.ProblemAsync(context, StatusCodes.Status404NotFound, NoTag);
        return null;
    }

    private (TagBoard Board, MappingDesk Mappings) Of(RunningGateway running)
    {
        lock (_gate)
        {
            if (!ReferenceEquals(_known, running))
                (_known, _board, _mappings) = (running, new TagBoard(running.Model.Store, parts.Time), new MappingDesk(running.Model));
            return (_board!, _mappings!);
        }
    }
}
