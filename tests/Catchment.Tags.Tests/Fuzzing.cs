namespace Catchment.Tags.Tests;

/// <summary>How long the fuzz tests run: briefly by default, thoroughly with <c>CATCHMENT_TEST_FULL=1</c>.</summary>
internal static class Fuzzing
{
    public static int Rounds(int brief, int full) =>
        Environment.GetEnvironmentVariable("CATCHMENT_TEST_FULL") is "1" ? full : brief;
}
