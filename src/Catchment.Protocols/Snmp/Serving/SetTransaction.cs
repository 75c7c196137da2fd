namespace Catchment.Protocols.Snmp.Serving;

/// <summary>Writes all variables of a request or none. Source: RFC 3416, 4.2.5.</summary>
/// <param name="objects">The objects.</param>
/// <param name="observer">Is told which object threw.</param>
/// <param name="gate">One request at a time, whichever way it came.</param>
internal sealed class SetTransaction(ISnmpObjects objects, ISnmpAgentObserver? observer, Lock gate)
{
    internal (SnmpErrorStatus Status, int Index) Write(IReadOnlyList<SnmpVariable> variables, SnmpView? view)
    {
        lock (gate)
        {
            var instances = new ISnmpObject[variables.Count];
            for (var i = 0; i < variables.Count; i++)
            {
                var status = Test(variables[i], view, out instances[i]);
                if (status != SnmpErrorStatus.NoError)
                    return (status, i + 1);
            }

            var before = new SnmpValue[variables.Count];
            for (var i = 0; i < variables.Count; i++)
            {
                if (Commit(instances[i], variables[i], out before[i]))
                    continue;
                return Undo(i, instances, before, variables) ? (SnmpErrorStatus.CommitFailed, i + 1) : (SnmpErrorStatus.UndoFailed, 0);
            }
        }

        return (SnmpErrorStatus.NoError, 0);
    }

#pragma warning disable CA1031 // Whatever an object throws, its agent lives.
    private SnmpErrorStatus Test(SnmpVariable variable, SnmpView? view, out ISnmpObject instance)
    {
        instance = null!;
        if (view is null || !view.Contains(variable.Oid))
            return SnmpErrorStatus.NoAccess;
        try
        {
            if (objects.Find(variable.Oid, out var typeExists) is not { } found)
                return typeExists ? SnmpErrorStatus.NoCreation : SnmpErrorStatus.NotWritable;
            instance = found;
            var status = found.Test(variable.Value);
            return status == SnmpErrorStatus.NoError && (variable.Value.Type == SnmpType.Null || variable.Value.IsException) ? SnmpErrorStatus.WrongType : status;
        }
        catch (Exception e)
        {
            observer?.ObjectFailed(variable.Oid, e);
            return SnmpErrorStatus.GenErr;
        }
    }

    private bool Commit(ISnmpObject instance, SnmpVariable variable, out SnmpValue before)
    {
        before = SnmpValue.Null;
        try
        {
            before = instance.Read();
            return instance.Commit(variable.Value) == SnmpErrorStatus.NoError;
        }
        catch (Exception e)
        {
            observer?.ObjectFailed(variable.Oid, e);
            return false;
        }
    }

    private bool Undo(int committed, ISnmpObject[] instances, SnmpValue[] before, IReadOnlyList<SnmpVariable> variables)
    {
        var all = true;
        for (var i = committed - 1; i >= 0; i--)
        {
            try
            {
                all &= instances[i].Undo(before[i]);
            }
            catch (Exception e)
            {
                observer?.ObjectFailed(variables[i].Oid, e);
                all = false;
            }
        }

        return all;
    }
#pragma warning restore CA1031
}
