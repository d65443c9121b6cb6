namespace Holdfast.Selenium.Tests;

/// <summary>A site that says who we are, until it forgets.</summary>
internal sealed class ForgetfulSite : ILoginVerifier
{
    private volatile bool _forgot;

    public Task RememberAsync()
    {
        _forgot = false;
        return Task.CompletedTask;
    }

    public Task ForgetAsync()
    {
        _forgot = true;
        return Task.CompletedTask;
    }

    public Task<Identity> WhoAmIAsync(LoginSnapshot login, CancellationToken cancellationToken) =>
        Task.FromResult(_forgot ? Identity.Visitor("the site forgot us") : Identity.Member("ann"));
}
