using Catchment.Protocols.Iec104.Asdus;

namespace Catchment.Protocols.Iec104.Client;

/// <summary>A request that waits for its confirmation and its termination.</summary>
/// <param name="request">Its header.</param>
/// <param name="address">Its information object address.</param>
/// <param name="globalAddress">The common address that any station answers.</param>
internal sealed class PendingRequest(AsduHeader request, int address, int globalAddress)
{
    private readonly TaskCompletionSource<InformationObject> _confirmed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly TaskCompletionSource _terminated = new(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Ends with the confirmation, or the object that was read.</summary>
    public Task<InformationObject> Confirmed => _confirmed.Task;

    /// <summary>Ends with the termination.</summary>
    public Task Terminated => _terminated.Task;

    /// <summary>Takes an answer.</summary>
    /// <returns>Whether it was this request's.</returns>
    public bool TryTake(in AsduHeader answer, in InformationObject one)
    {
        if (one.Address != address || (answer.CommonAddress != request.CommonAddress && request.CommonAddress != globalAddress))
            return false;
        if (request.Type == TypeId.C_RD_NA_1 && answer.Cause == CauseOfTransmission.Request && answer.Type != TypeId.C_RD_NA_1)
            return _confirmed.TrySetResult(one);
        if (answer.Type != request.Type)
            return false;
        switch (answer.Cause)
        {
            case CauseOfTransmission.ActivationConfirmation or CauseOfTransmission.DeactivationConfirmation when answer.Cause == request.Cause + 1 && !answer.IsNegative:
                return _confirmed.TrySetResult(one);
            case CauseOfTransmission.ActivationConfirmation or CauseOfTransmission.DeactivationConfirmation when answer.Cause == request.Cause + 1:
            case >= CauseOfTransmission.UnknownType and <= CauseOfTransmission.UnknownObjectAddress:
                return _confirmed.TrySetException(Refused(answer));
            case CauseOfTransmission.ActivationTermination when _confirmed.Task.IsCompletedSuccessfully:
                return answer.IsNegative ? Observe(_terminated.TrySetException(Refused(answer))) : _terminated.TrySetResult();
            default:
                return false;
        }
    }

    /// <summary>Nothing will be answered any more.</summary>
    public void Fail(Iec104Exception why)
    {
        if (!_confirmed.TrySetException(why))
            _terminated.TrySetException(why);
        Observe(isSet: true);
    }

    private static Iec104Exception Refused(in AsduHeader answer) => new(Iec104Fault.Refused, $"The station refused {answer.Type}: {answer.Cause}.", answer.Cause);

    /// <summary>Nobody need wait for it: what waits for the confirmation alone asks for no termination.</summary>
    private bool Observe(bool isSet)
    {
        _ = _terminated.Task.Exception;
        return isSet;
    }
}
