using Catchment.Files.Checksums;

namespace Catchment.Files.Tests.Checksums;

public sealed class FileChecksumTests : IDisposable
{
    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(1 << 20)]
    [InlineData((1 << 20) + 1)]
    [InlineData(3_000_000)]
    public void A_file_has_the_checksum_and_the_size_of_its_content(int size)
    {
        var content = new byte[size];
        new Random(size).NextBytes(content);
        File.WriteAllBytes(_folder["file"], content);
        using var file = File.OpenHandle(_folder["file"]);

        var checksum = FileChecksum.Of(file, CancellationToken.None);

        checksum.ShouldBe(FileChecksum.Of(content));
        checksum.Size.ShouldBe(size);
        FileChecksum.Of(file, CancellationToken.None).ShouldBe(checksum);
    }

    [Fact]
    public void Reading_can_be_cancelled()
    {
        File.WriteAllBytes(_folder["file"], new byte[10]);
        using var file = File.OpenHandle(_folder["file"]);

        Should.Throw<OperationCanceledException>(() => FileChecksum.Of(file, new CancellationToken(canceled: true)));
    }

    [Fact]
    public void What_cannot_be_read_is_an_input_error()
    {
        using var file = File.OpenHandle(_folder["file"], FileMode.Create, FileAccess.Write);

        Should.Throw<IOException>(() => FileChecksum.Of(file, CancellationToken.None));
    }
}
