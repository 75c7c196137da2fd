namespace Catchment.Cameras.Retention;

/// <summary>Decides what leaves. Touches nothing.</summary>
internal static class RetentionPlanner
{
    /// <summary>Makes the plan.</summary>
    /// <param name="days">What lies there, oldest first.</param>
    /// <param name="rules">The rules.</param>
    /// <param name="open">Days from which nothing leaves; what lies there counts for the room that is taken.</param>
    internal static RetentionPlan Plan(IReadOnlyList<DaySummary> days, RetentionRules rules, OpenDays open)
    {
        if (!rules.Ends)
            return new RetentionPlan([]);
        var orders = days.Select(_ => new List<LeaveOrder>()).ToList();
        for (var rule = 0; rule < rules.All.Count; rule++)
        {
            if (rules.All[rule].Ends)
                Apply(rule, rules.All[rule], days, open, orders);
        }

        return new RetentionPlan(
        [
            .. from item in days.Zip(orders)
               where item.Second.Count > 0 || (item.First.IsEmpty && !open.Contains(item.First.Day))
               select new DayPlan(item.First.Day, item.Second),
        ]);
    }

    private static void Apply(int index, RetentionRule rule, IReadOnlyList<DaySummary> days, OpenDays open, List<List<LeaveOrder>> orders)
    {
        var taken = days.Sum(d => d.Cameras.Where(c => c.Rule == index).Sum(c => c.Bytes));
        for (var i = 0; i < days.Count; i++)
        {
            var shares = days[i].Cameras.Where(c => c.Rule == index).ToList();
            if (shares.Count == 0 || open.Contains(days[i].Day))
                continue;
            var bytes = shares.Sum(c => c.Bytes);
            var over = rule.KeepBytes is { } room ? taken - room : 0;
            if (rule.KeepDays is { } kept && open.Today.DayNumber - days[i].Day.DayNumber > kept)
            {
                orders[i].Add(new LeaveOrder(index, RetentionReason.KeepDays, null, bytes));
                taken -= bytes;
            }
            else if (over > bytes)
            {
                orders[i].Add(new LeaveOrder(index, RetentionReason.KeepGib, null, bytes));
                taken -= bytes;
            }
            else if (over > 0)
            {
                orders[i].Add(new LeaveOrder(index, RetentionReason.KeepGib, over, over));
                taken -= over;
            }
        }
    }
}
