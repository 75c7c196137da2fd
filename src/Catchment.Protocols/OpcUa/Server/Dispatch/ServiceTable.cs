using Catchment.Protocols.OpcUa.Messages;

namespace Catchment.Protocols.OpcUa.Server.Dispatch;

/// <summary>The services that need an active session: by the type of their request.</summary>
/// <remarks>A service fails as a whole with an <see cref="OpcUaException"/>; its client is told the code in a ServiceFault.</remarks>
internal sealed class ServiceTable
{
    private readonly Dictionary<Type, Func<ServerSession, IServiceRequest, IServiceResponse>> _prompt = [];
    private readonly Dictionary<Type, Func<ServerSession, IServiceRequest, CancellationToken, ValueTask<IServiceResponse>>> _waiting = [];

    /// <summary>Is told of each session that is over, and whether its subscriptions go with it.</summary>
    public Action<ServerSession, bool> SessionClosed { get; set; } = static (_, _) => { };

    /// <summary>Is told that the server stops in so long a time.</summary>
    public Action<TimeSpan> Stopping { get; set; } = static _ => { };

    /// <summary>Is told that the server is about to close its connections.</summary>
    public Action Stopped { get; set; } = static () => { };

    /// <summary>A service that answers at once.</summary>
    public void Add<TRequest>(Func<ServerSession, TRequest, IServiceResponse> answer)
        where TRequest : class, IServiceRequest => _prompt.Add(typeof(TRequest), (session, request) => answer(session, (TRequest)request));

    /// <summary>A service that may take its time; cancelled when its client takes the request back or is gone.</summary>
    public void Add<TRequest>(Func<ServerSession, TRequest, CancellationToken, ValueTask<IServiceResponse>> answer)
        where TRequest : class, IServiceRequest => _waiting.Add(typeof(TRequest), (session, request, cancellation) => answer(session, (TRequest)request, cancellation));

    /// <summary>Answers a request if there is a service for it that answers at once.</summary>
    public bool TryAnswer(ServerSession session, IServiceRequest request, out IServiceResponse response)
    {
        var isThere = _prompt.TryGetValue(request.GetType(), out var answer);
        response = isThere ? answer!(session, request) : null!;
        return isThere;
    }

    /// <summary>Whether there is a service for a request that takes its time.</summary>
    public bool IsWaiting(IServiceRequest request) => _waiting.ContainsKey(request.GetType());

    /// <summary>Answers a request that <see cref="IsWaiting"/>.</summary>
    public ValueTask<IServiceResponse> AnswerAsync(ServerSession session, IServiceRequest request, CancellationToken cancellation) =>
        _waiting[request.GetType()](session, request, cancellation);
}
