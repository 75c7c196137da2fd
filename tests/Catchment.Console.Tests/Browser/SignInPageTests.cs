using Catchment.Core.Hosting;
using Microsoft.Playwright;

namespace Catchment.WebConsole.Tests.Browser;

[Collection(BrowserTests.Name)]
public sealed class SignInPageTests(Chromium chromium)
{
    [Fact]
    public async Task Beyond_loopback_a_browser_signs_in_with_the_token_and_comes_where_it_wanted()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync(null, o => o with { Web = [WebEndpoint.Parse("http://0.0.0.0:0")] });
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, "/events?type=light", width: Tab.PhoneWidth);
        (await tab.OverflowsAsync()).ShouldBeFalse();
        await tab.PhotographAsync("login");
        await tab.Page.GetByLabel("Token").FillAsync("wrong");
        await tab.Page.Keyboard.PressAsync("Enter");
        await Assertions.Expect(tab.Page.GetByRole(AriaRole.Alert)).ToHaveTextAsync("That is not the token.");

        await tab.Page.GetByLabel("Token").FillAsync(ConsoleNode.Token);
        await tab.Page.GetByText("Sign in", new() { Exact = true }).ClickAsync();

        await Assertions.Expect(tab.Page.Locator(".list-foot")).ToHaveTextAsync("10 messages");
        tab.Page.Url.ShouldEndWith("/events?type=light");
        await tab.Page.WaitForSelectorAsync(".connection-on");
        (await tab.Page.EvaluateAsync<string>("document.cookie")).ShouldBeEmpty();

        // The refused try is an error status, and the browser says so on its console.
        tab.Faults.ShouldAllBe(f => f.Contains("401"));
    }

    [Fact]
    public async Task A_session_that_ends_leads_to_the_sign_in_page()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync(null, o => o with { Web = [WebEndpoint.Parse("http://0.0.0.0:0")] });
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/frames?token={Uri.EscapeDataString(ConsoleNode.Token)}");
        await tab.Page.WaitForSelectorAsync(".connection-on");

        // The stream ends while the tab is hidden, and is opened again when it is seen.
        const string Show = "hidden => { Object.defineProperty(document, 'hidden', { value: hidden, configurable: true }); document.dispatchEvent(new Event('visibilitychange')); }";
        await tab.Page.EvaluateAsync(Show, arg: true);
        await tab.Page.WaitForSelectorAsync(".connection-paused");
        await tab.Page.Context.ClearCookiesAsync();
        await tab.Page.EvaluateAsync(Show, arg: false);

        await tab.Page.GetByLabel("Token").WaitForAsync();
        tab.Page.Url.ShouldContain("/login?next=%2Fframes");
    }

    [Fact]
    public async Task A_link_with_the_token_opens_the_console_and_the_token_leaves_the_address()
    {
        await using ConsoleNode node = await ConsoleNode.StartAsync(null, o => o with { Web = [WebEndpoint.Parse("http://0.0.0.0:0")] });
        Scene.Fill(node);
        await using Tab tab = await Tab.OpenAsync(chromium, node, $"/?token={Uri.EscapeDataString(ConsoleNode.Token)}");
        await Assertions.Expect(tab.Page.Locator(".tile")).ToHaveCountAsync(3);
        tab.Page.Url.ShouldNotContain("token");
        tab.Faults.ShouldBeEmpty();
    }
}
