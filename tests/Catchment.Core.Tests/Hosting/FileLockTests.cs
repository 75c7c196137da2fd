using Catchment.Core.Hosting;

namespace Catchment.Core.Tests.Hosting;

public sealed class FileLockTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void A_second_taker_is_told_who_has_it_and_may_have_it_afterwards()
    {
        using (FileLock.Take(_folder["task.lock"], who => who))
        {
            Should.Throw<StateFolderException>(() => FileLock.Take(_folder["task.lock"], who => $"done by {who}")).Message
                .ShouldBe($"done by the process {Environment.ProcessId}");
        }

        FileLock.Take(_folder["task.lock"], who => who).Dispose();
    }

    [Fact]
    public void A_longer_signature_of_an_earlier_holder_leaves_nothing_behind()
    {
        File.WriteAllText(_folder["task.lock"], "123456789012345\n");

        FileLock.Take(_folder["task.lock"], who => who).Dispose();

        File.ReadAllText(_folder["task.lock"]).ShouldBe($"{Environment.ProcessId}\n");
    }

    [Fact]
    public void A_folder_that_is_not_there_is_explained() =>
        Should.Throw<StateFolderException>(() => FileLock.Take(_folder["nowhere/task.lock"], who => who)).Message.ShouldContain("Cannot open the lock file");

    [Fact]
    public void A_lock_that_cannot_be_made_is_held_by_nobody() =>
        Should.Throw<StateFolderException>(() => FileLock.Take(_folder[new string('x', 300)], who => $"held by {who}")).Message.ShouldContain("Cannot make the lock file");
}
