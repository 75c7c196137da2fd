namespace Catchment.WebConsole.Tests.Browser;

/// <summary>The browser tests share one browser, and run one class at a time: a tab of Chromium takes a core.</summary>
[CollectionDefinition(Name)]
public sealed class BrowserTests : ICollectionFixture<Chromium>
{
    public const string Name = "browser";
}
